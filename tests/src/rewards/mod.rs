mod claim_rewards;
