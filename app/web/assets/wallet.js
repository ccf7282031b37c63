// The wallet: finds Wallet Standard wallets, shows what a transaction does before the wallet is asked, has it signed,
// and follows it until the cluster has decided.
//
// Every form.act of a page names an operation and its parameters. Nothing here knows what an operation means: the
// server plans it, simulates it, and says what it moves. This module holds no secret, and keeps in sessionStorage only
// which wallet was chosen and what is still being followed.

const page = document.body.dataset;
const CHAIN = page.chain;
const NEEDED = ["standard:connect", "solana:signTransaction"];
const POLL_MS = 1000;
/** How long the page waits for the server's accounts to show what has landed. */
const FRESH_TRIES = 10;
/** How a transaction can end. In every other state it may still land. */
const DECIDED = ["Approved", "Refused", "Expired"];
const KEEPS = "The transaction may still land; this page keeps looking.";

// ---- Small things ---------------------------------------------------------------------------------------------------

const $ = (id) => document.getElementById(id);
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** An element with text; text is never markup. */
function element(tag, text, properties = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  if (text !== undefined) made.textContent = text;
  return made;
}

const ADDRESS = "[1-9A-HJ-NP-Za-km-z]{32,44}";
const UTC = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC";
const PARTS = new RegExp(`(${ADDRESS}|${UTC})`);

/** A sentence of the server's: addresses shortened, the whole in the title; times as such, so that they show in the reader's zone. */
function sentence(text) {
  const parts = text.split(PARTS).map((part) => {
    if (new RegExp(`^${ADDRESS}$`).test(part)) return element("abbr", shortened(part), { title: part, className: "address" });
    if (new RegExp(`^${UTC}$`).test(part)) return element("time", part, { dateTime: part.replace(" ", "T").replace(" UTC", "Z") });
    return part;
  });
  const made = element("span");
  made.append(...parts);
  return made;
}

/** sessionStorage, where the browser allows it. */
const memory = {
  get: (key) => { try { return JSON.parse(sessionStorage.getItem(`costake:${key}`)); } catch { return null; } },
  set: (key, value) => { try { sessionStorage.setItem(`costake:${key}`, JSON.stringify(value)); } catch { /* private mode */ } },
  forget: (key) => { try { sessionStorage.removeItem(`costake:${key}`); } catch { /* private mode */ } },
};

const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const shortened = (address) => `${address.slice(0, 4)}…${address.slice(-4)}`;

/** Something that the reader can act on: a sentence. */
class Told extends Error {}
/** The server cannot be reached, is busy, or cannot ask the cluster: its own sentence, if it had one. */
class Unreachable extends Error {}

/** Asks the server. Its refusals are sentences already. */
async function ask(path, body) {
  let reply;
  try {
    reply = await fetch(path, body && {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Unreachable();
  }
  const answer = await reply.json().catch(() => null);
  // A proxy, or a server that is starting or busy: it may answer later.
  if (reply.status === 429 || reply.status >= 500 || (reply.ok && !answer)) throw new Unreachable(answer?.message);
  if (!reply.ok) throw new Told(answer?.message ?? `The server answered ${reply.status}. Try again in a moment.`);
  return answer;
}

// ---- Times in the reader's zone -------------------------------------------------------------------------------------

const loaded = performance.now();
/** The cluster's time, in seconds. */
const now = () => Number(page.now) + (performance.now() - loaded) / 1000;
const dates = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const nearDates = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const distances = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

function distance(seconds) {
  const [unit, length] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS[3];
  return distances.format(Math.round(seconds / length), unit);
}

function showTimes() {
  for (const time of document.querySelectorAll("time")) {
    const at = Date.parse(time.dateTime);
    if (Number.isNaN(at)) continue;
    time.title ||= time.textContent;
    const left = at / 1000 - now();
    const text = `${(Math.abs(left) < 3600 ? nearDates : dates).format(at)}, ${distance(left)}`;
    if (time.textContent !== text) time.textContent = text;
  }
}

// ---- Wallets --------------------------------------------------------------------------------------------------------

/** All that registered, in their order. */
const wallets = new Set();
/** The chosen wallet and its account. */
let connected = null;

const usable = (wallet) => NEEDED.every((feature) => feature in wallet.features);
const onChain = (wallet) => wallet.chains.includes(CHAIN);
const candidates = () => [...wallets].filter((wallet) => usable(wallet) && onChain(wallet));

/** Wallets register when they are told of the app, or tell of themselves later: the order does not matter. */
function discover() {
  const api = Object.freeze({
    register(...found) {
      found.forEach((wallet) => wallets.add(wallet));
      changed();
      return () => { found.forEach((wallet) => wallets.delete(wallet)); changed(); };
    },
  });
  addEventListener("wallet-standard:register-wallet", ({ detail: register }) => register(api));
  dispatchEvent(new CustomEvent("wallet-standard:app-ready", { detail: api }));
}

/** A wallet came or went. One that was chosen before is taken up again, if it agrees without asking. */
async function changed() {
  showWallet();
  const chosen = memory.get("wallet");
  const wallet = candidates().find(({ name }) => name === chosen);
  if (!connected && wallet) await connect(wallet, true).catch(() => {});
}

/** Asks a wallet for its account. */
async function connect(wallet, silent = false) {
  let accounts;
  try {
    ({ accounts } = await wallet.features["standard:connect"].connect(silent ? { silent } : undefined));
  } catch {
    throw new Told(`${wallet.name} did not connect. Unlock it, allow this page, and try again.`);
  }
  const account = accounts.find(({ chains }) => chains.includes(CHAIN));
  if (!account) {
    throw new Told(accounts.length
      ? `${wallet.name} has no account on ${page.cluster}. Switch its network, and try again.`
      : `${wallet.name} shared no account. Choose one in it, and try again.`);
  }
  connected = { wallet, account };
  memory.set("wallet", wallet.name);
  follow(wallet);
  showWallet();
  return connected;
}

const followed = new WeakSet();
/** A wallet may change its account at any time, or leave. */
function follow(wallet) {
  if (followed.has(wallet)) return;
  followed.add(wallet);
  wallet.features["standard:events"]?.on("change", () => {
    if (connected?.wallet !== wallet) return;
    const account = wallet.accounts.find(({ chains }) => chains.includes(CHAIN));
    connected = account ? { wallet, account } : null;
    showWallet();
  });
}

function disconnect() {
  connected?.wallet.features["standard:disconnect"]?.disconnect()?.catch?.(() => {});
  connected = null;
  memory.forget("wallet");
  showWallet();
}

/** Why no wallet can sign here. */
function noWallet() {
  const wrong = [...wallets].filter((wallet) => usable(wallet) && !onChain(wallet));
  if (wrong.length) {
    return `${wrong.map(({ name }) => name).join(", ")} cannot sign for ${page.cluster}. Switch its network or use another wallet.`;
  }
  return "There is no Solana wallet in this browser. Install one, or open this page with the wallet on your phone.";
}

function showWallet() {
  const place = $("wallet");
  const mine = $("mine");
  mine.hidden = !connected;
  if (connected) {
    const { wallet, account } = connected;
    mine.href = `/w/${account.address}`;
    const leave = element("button", "Disconnect", { type: "button", onclick: disconnect });
    place.replaceChildren(element("span", `${wallet.name}: ${shortened(account.address)}`, { title: account.address }), leave);
  } else {
    const choices = candidates().map((wallet) => element("button", `Connect ${wallet.name}`, {
      type: "button",
      onclick: () => connect(wallet).catch((error) => say(error.message, true)),
    }));
    place.replaceChildren(...(choices.length ? choices : [element("span", "No wallet found", { className: "muted", title: noWallet() })]));
  }
  for (const button of document.querySelectorAll("form.act button")) button.disabled = false;
  offerWallets();
}

/** With several wallets to choose from, what the page is for has a button for each: no click more than with one. */
function offerWallets() {
  const found = connected ? [] : candidates();
  for (const button of document.querySelectorAll("form.act button.primary:not([data-wallet])")) {
    const form = button.closest("form");
    form.querySelectorAll("[data-wallet]").forEach((old) => old.remove());
    button.hidden = found.length > 1;
    if (found.length < 2) continue;
    button.after(...found.map(({ name }) => {
      const choice = element("button", `${button.textContent} with ${name}`, { className: "primary" });
      choice.dataset.wallet = name;
      return choice;
    }));
  }
}

// ---- What was said --------------------------------------------------------------------------------------------------

function say(text, bad = false) {
  const place = $("said");
  place.hidden = !text;
  place.classList.toggle("bad", bad);
  place.replaceChildren(sentence(text));
}

// ---- The dialog: what would happen, before the wallet is asked ------------------------------------------------------

const dialog = $("sign");
/** Every click begins another turn. */
let turn = 0;
/** Whether the dialog is still that turn's: only then it may draw there, so that no button changes under the pointer. */
const isShown = (mine) => dialog.open && mine === turn;

/** Shows a step of the dialog. The focus goes to its first choice, so that the keyboard alone is enough. */
function show({ title, body = [], state = "", choices = [] }) {
  $("sign-title").replaceChildren(sentence(title));
  $("sign-body").replaceChildren(...body);
  $("sign-state").replaceChildren(sentence(state));
  showTimes();
  $("sign-choices").replaceChildren(...choices.map(([text, onclick, primary]) =>
    element("button", text, { type: "button", onclick, className: primary ? "primary" : "" })));
  if (!dialog.open) dialog.showModal();
  ($("sign-choices").querySelector("button") ?? $("sign-title")).focus();
}

const close = () => dialog.close();
const CLOSE = ["Close", close];

/** What is paid stands first, and IO before SOL. */
const order = ({ token, before, after }) => (token === "IO" ? 0 : 2) + (after < before ? 0 : 1);

/** What accounts gain and lose, and what to know of it. */
function effect({ moves, notes, fee }) {
  const moved = element("ul", undefined, { className: "moves" });
  for (const { text, name } of [...moves].sort((a, b) => order(a) - order(b))) {
    const line = element("li");
    const place = sentence(name);
    place.className = "muted";
    line.append(element("span", text.slice(0, text.indexOf(":")), { className: "amount" }), place);
    moved.append(line);
  }
  const known = element("ul");
  for (const note of notes) {
    const line = element("li");
    line.append(sentence(note));
    known.append(line);
  }
  const paid = element("p", `The network's fee is ${fee / 1e9} SOL, part of what is shown above.`, { className: "muted" });
  return [element("h3", "What moves"), moved, element("h3", "What to know"), known, paid];
}

// ---- From a click to the cluster's word -----------------------------------------------------------------------------

/** What a form asks for. */
function asked(form) {
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
  return { operation: form.dataset.operation, ...fields };
}

/** The first click; `name` is the wallet's, where one was chosen by it. */
async function begin(request, name) {
  const mine = ++turn;
  try {
    if (!connected) {
      const all = candidates();
      const found = all.length > 1 && name ? all.filter((wallet) => wallet.name === name) : all;
      if (found.length === 0) return show({ title: "No wallet", body: withoutWallet(), state: noWallet(), choices: [CLOSE] });
      if (found.length > 1) return choose(found, request);
      const [wallet] = found;
      show({ title: "Getting ready", state: `Waiting for ${wallet.name} to connect.`, choices: [["Cancel", close]] });
      await connect(wallet);
      if (!isShown(mine)) return;
    }
    await prepare(request, mine);
  } catch (error) {
    if (isShown(mine)) failed(error, request);
  }
}

function choose(found, request) {
  const choices = found.map(({ name }) => [name, () => begin(request, name)]);
  show({ title: "Which wallet signs?", choices: [...choices, ["Cancel", close]] });
}

/** Ways on for somebody without a wallet here: the page's code for a phone, and where wallets are. */
function withoutWallet() {
  const code = document.querySelector(".qr")?.cloneNode(true);
  const link = element("a", "Find a Solana wallet", { href: "https://solana.com/solana-wallets", rel: "noreferrer" });
  const line = element("p");
  line.append(link);
  return code ? [code, line] : [line];
}

/** The server plans and simulates; its answer stands before the reader until the second click. */
async function prepare(request, mine) {
  const { wallet, account } = connected;
  show({ title: "Getting ready", state: "Asking the cluster what this would do.", choices: [["Cancel", close]] });
  const planned = await ask("/api/transaction", { ...request, account: account.address });
  if (!isShown(mine)) return;
  show({
    title: planned.title,
    body: effect(planned),
    choices: [[`Sign with ${wallet.name}`, () => sign(request, planned, mine), true], ["Cancel", close]],
  });
}

/** The third click is in the wallet. What it signs is sent even if the dialog was closed meanwhile. */
async function sign(request, planned, mine) {
  if (!connected) return failed(new Told("The wallet has disconnected. Connect it, and try again."), request);
  const { wallet, account } = connected;
  const { title, lastValidBlockHeight } = planned;
  let pending;
  try {
    show({ title, state: `Waiting for your signature in ${wallet.name}.`, choices: [CLOSE] });
    const transaction = fromBase64(planned.transaction);
    let signed;
    try {
      [signed] = await wallet.features["solana:signTransaction"].signTransaction({ account, transaction, chain: CHAIN });
    } catch {
      throw new Told(`Nothing was signed: ${wallet.name} declined. Nothing has moved.`);
    }
    const bytes = signed.signedTransaction;
    pending = { title, signature: signatureOf(bytes), lastValidBlockHeight, transaction: toBase64(bytes), request };
  } catch (error) {
    if (isShown(mine)) failed(error, request);
    return;
  }
  remember(pending);
  await finish(pending, mine);
}

/** A way on from whatever went wrong before anything was signed. */
function failed(error, request) {
  const state = error instanceof Unreachable
    ? `${error.message || "The server cannot be reached. Check the connection."} Nothing was signed.`
    : error instanceof Told ? error.message : `Something unexpected happened: ${error?.message ?? error}`;
  show({ title: "Not done", state, choices: [["Try again", () => begin(request), true], CLOSE] });
}

/** What was signed and is not decided, by signature: after a reload all of it is followed again. */
const undecided = () => memory.get("undecided") ?? {};
const remember = (pending) => memory.set("undecided", { ...undecided(), [pending.signature]: pending });
const forget = ({ signature }) => memory.set("undecided", { ...undecided(), [signature]: undefined });

/** Stays with what was signed until it is decided: in the dialog while that is its own, and else behind it. */
async function finish(pending, mine, resumed = false) {
  if (resumed || isShown(mine)) show({ title: pending.title, state: "Sending", choices: [CLOSE] });
  const told = await outcome(pending, !resumed, (text) => { if (isShown(mine)) state(text); });
  forget(pending);
  await decided(pending, told, mine);
}

/**
 * Sends what was signed, and asks until it is decided. A lost connection, a restarted server or a cluster that does not
 * answer only delays that: the same bytes can land only once, so they are sent again until somebody knows how they ended.
 */
async function outcome({ signature, transaction, lastValidBlockHeight }, first, tell) {
  for (let sent = false; ; first = false) {
    try {
      // Only the first answer can refuse it: later it may have landed meanwhile, and following it tells.
      if (!sent) {
        await ask("/api/send", { transaction, lastValidBlockHeight, sentBefore: !first })
          .catch((error) => { if (first || error instanceof Unreachable) throw error; });
      }
      sent = true;
      const told = await ask(`/api/follow/${signature}?lastValidBlockHeight=${lastValidBlockHeight}`);
      if (DECIDED.includes(told.state)) return told;
      // Where no node could be asked, none may have it.
      sent = told.state === "Sending";
      tell(sent ? "Sending" : `The cluster does not answer. ${KEEPS}`);
    } catch (error) {
      if (first && !sent && error instanceof Told) return { state: "Refused", message: error.message };
      // The server that took it may be gone.
      sent = false;
      tell(error.message ? `${error.message} You need do nothing. ${KEEPS}` : `The server cannot be reached. ${KEEPS}`);
    }
    await sleep(POLL_MS);
  }
}

function state(text) {
  if ($("sign-state").textContent !== text) $("sign-state").textContent = text;
}

async function decided({ title, request }, told, mine) {
  const shown = isShown(mine);
  if (told.state === "Approved") {
    if (shown) show({ title, state: "Approved", choices: [CLOSE] });
    await refresh(told.slot ?? 0);
    return say(`Approved: ${title}.`);
  }
  const expired = told.state === "Expired";
  const what = expired ? "Not in time" : "Refused";
  const why = expired
    ? "The transaction came too late and can no longer land. Nothing has moved."
    : told.message ?? "The program refused it. Nothing has moved.";
  if (shown) show({ title: what, state: why, choices: [["Try again", () => begin(request), true], CLOSE] });
  else say(`${what}: ${title}. ${why}`, true);
  await refresh(0);
}

/** Shows the page as it stands now, once the server knows of `slot`. */
async function refresh(slot) {
  for (let tries = 0; tries < FRESH_TRIES; tries += 1) {
    const text = await fetch(location.href, { headers: { accept: "text/html" } }).then((reply) => reply.text()).catch(() => null);
    const fresh = text && new DOMParser().parseFromString(text, "text/html");
    const last = tries === FRESH_TRIES - 1;
    if (fresh && (Number(fresh.body.dataset.slot) >= slot || last)) {
      const main = fresh.querySelector("main");
      if (!main) return;
      const said = $("said");
      document.querySelector("main").replaceWith(main);
      $("said").replaceWith(said);
      Object.assign(page, { slot: fresh.body.dataset.slot });
      showTimes();
      showWallet();
      return;
    }
    await sleep(POLL_MS / 2);
  }
}

/** The signature under which the cluster knows it: the first one, in base58. */
function signatureOf(transaction) {
  // It stands behind their number, which is one byte where there are fewer than 128.
  const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const bytes = transaction.slice(1, 65);
  let number = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let text = "";
  for (; number > 0n; number /= 58n) text = ALPHABET[Number(number % 58n)] + text;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return "1".repeat(zeros < 0 ? bytes.length : zeros) + text;
}

// ---- Start ----------------------------------------------------------------------------------------------------------

addEventListener("submit", (event) => {
  if (!event.target.matches("form.act")) return;
  event.preventDefault();
  say("");
  begin(asked(event.target), event.submitter?.dataset.wallet);
});
// What had the focus may have been replaced meanwhile.
dialog.addEventListener("close", () => {
  if (document.activeElement === document.body) document.querySelector("main").focus();
});

showTimes();
setInterval(showTimes, 30000);
showWallet();
discover();
// What was being followed when the page was left; the dialog is the last one's.
for (const pending of Object.values(undecided())) finish(pending, ++turn, true);
