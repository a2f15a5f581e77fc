import { createHash } from 'node:crypto';

/**
 * The debt bucket (quota/debt-bucket.ts) as a script: refills, charges, and gives the balance as text, since Lua's numbers become whole ones on their way out. KEYS: the account. ARGV: units
 * of the quota, its window in seconds, units to charge; 0 only asks.
 *
 * The clock is the store's own, so that processes need not agree. When it goes back (a failover to a host whose clock is behind, or somebody sets it), nothing is refilled
 * for the step, and the balance goes on from the new time: waiting for the old one would stop all refilling until then.
 * An account whose quota is whole has no key.
 */
export const chargeScript = `
local units, window, charge = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stored = redis.call('HMGET', KEYS[1], 'left', 'at')
local left, at = tonumber(stored[1]) or units, tonumber(stored[2]) or now
local perMs = units / window / 1000
left = math.min(units, left + math.max(0, now - at) * perMs)
left = math.min(units, left - charge)
if left >= units then
  redis.call('DEL', KEYS[1])
else
  redis.call('HSET', KEYS[1], 'left', string.format('%.17g', left), 'at', string.format('%.0f', now))
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.min(math.ceil((units - left) / perMs) + 1000, 1e14)))
end
return string.format('%.17g', left)
`;

export const chargeScriptSha = createHash('sha1').update(chargeScript).digest('hex');
