// A Wallet Standard wallet for the tests, which really signs: Ed25519 over the message, with a key that the test gives.
// It runs before every page's own script. `mock` is put in front by the test:
//   { name, seed: bytes, publicKey: bytes, address, chains: [], mode: "approve" | "reject" | "absent", lateMs, slowMs }
(() => {
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  // The fixed beginning of a PKCS#8 file with an Ed25519 seed.
  const PKCS8 = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
  const publicKey = new Uint8Array(mock.publicKey);
  const account = {
    address: mock.address, publicKey, chains: mock.chains, features: ["solana:signTransaction"],
  };
  const asked = { connects: 0, signatures: 0, violations: [] };
  window.mockWallet = asked;
  // What the page's content security policy had to stop.
  window.addEventListener("securitypolicyviolation", (event) => asked.violations.push(event.violatedDirective));

  /** A number of the transaction's format, of which one byte is enough here; and where it ends. */
  const short = (bytes, at) => {
    if (bytes[at] > 127) throw new Error("more than this mock reads");
    return [bytes[at], at + 1];
  };

  /** The transaction with the wallet's signature in its place. */
  async function signed(transaction) {
    const [signatures, first] = short(transaction, 0);
    const message = transaction.slice(first + signatures * 64);
    const [, keys] = short(message, 3);
    const key = (index) => message.slice(keys + index * 32, keys + index * 32 + 32);
    const place = Array.from({ length: message[0] }, (_, index) => index)
      .find((index) => key(index).every((byte, at) => byte === publicKey[at]));
    if (place === undefined) throw new Error("the transaction does not ask for this wallet's signature");
    const bytes = new Uint8Array([...PKCS8, ...mock.seed]);
    const secret = await crypto.subtle.importKey("pkcs8", bytes, "Ed25519", false, ["sign"]);
    const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", secret, message));
    const result = transaction.slice();
    result.set(signature, first + place * 64);
    return result;
  }

  const wallet = {
    version: "1.0.0",
    name: mock.name,
    icon: "data:image/svg+xml;base64,PHN2Zy8+",
    chains: mock.chains,
    accounts: [],
    features: {
      "standard:connect": {
        version: "1.0.0",
        async connect(input) {
          // Nobody has allowed this page before, so that it cannot connect without asking.
          if (input?.silent && asked.connects === 0) return { accounts: [] };
          asked.connects += 1;
          wallet.accounts = [account];
          return { accounts: wallet.accounts };
        },
      },
      "standard:events": { version: "1.0.0", on: () => () => {} },
      "solana:signTransaction": {
        version: "1.0.0",
        supportedTransactionVersions: ["legacy", 0],
        async signTransaction(input) {
          asked.signatures += 1;
          if (mock.slowMs) await pause(mock.slowMs);
          if (mock.mode === "reject") throw new Error("User rejected the request.");
          if (!mock.chains.includes(input.chain)) throw new Error(`not on ${input.chain}`);
          return [{ signedTransaction: await signed(input.transaction) }];
        },
      },
    },
  };

  const register = (api) => api.register(wallet);
  const tell = () => {
    window.addEventListener("wallet-standard:app-ready", ({ detail }) => register(detail));
    window.dispatchEvent(new CustomEvent("wallet-standard:register-wallet", { detail: register }));
  };
  if (mock.mode === "absent") return;
  if (mock.lateMs) window.addEventListener("load", () => setTimeout(tell, mock.lateMs));
  else tell();
})();
