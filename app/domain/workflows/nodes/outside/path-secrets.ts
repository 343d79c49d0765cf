/** Part of a text, from its first sign to behind its last. */
export type Part = { start: number; end: number };

/** Names before a part of a path that is a key: `/key/XYZ`, as makers of applets and some mailers have it. */
const KEY_NAMES = /^(?:(?:api|access|auth)[-_]?)?(?:key|token|secret)s?$/i;

/** A host or a part of a path that says that a hook is there: `hooks.`, `/webhook/`, `/api/webhooks/`, `/webhookb2/`. */
const HOOK = /hooks?(?![a-z])/i;

/** `bot<number>:<key>` of Telegram. */
const BOT = /^(bot\d+:).{8,}$/;

/** Ids that programs make: what a record is called, and no key to it. */
const IDS = [
	/^\d+$/,
	/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i,
	/^[\da-f]{24}$/,
	/^0[0-7][\dA-HJKMNP-TV-Z]{24}$/,
	/^(?!(?:[sprw]k|key|tok|token|secret|whsec|ghp|gho|pat|xox[a-z])_)[a-z]{2,8}_[\dA-Za-z]+$/,
];

/** From this many signs on that make no words a part is a key wherever it stands; within a hook's address from fewer. */
const LEAST_KEY = 16;
const LEAST_HOOK_KEY = 8;

/**
 * The parts of an address's path that let somebody in. The rule, in this order:
 *
 * 1. Holes, and what is shorter than eight signs, are none.
 * 2. A part behind one named `key`, `token` or `secret` is one, if it is no plain word.
 * 3. Where the host or an earlier part names a hook (`hooks.slack.com/services/…`, `discord.com/api/webhooks/…`,
 *    `…/webhook/…`), each later part is one that holds eight signs which make no words, ids of records among them: whoever
 *    knows a hook's address may post to it.
 * 4. Behind `bot<number>:` all is one (`api.telegram.org`).
 * 5. Elsewhere a part is one with sixteen signs or more which make no words, and is no id by its form (digits, UUID, ULID,
 *    24 hex digits, `cus_…`).
 *
 * Signs make words where three small letters or more stand together, with or without a capital before them.
 *
 * @param flat An address, or a text with its address at `from`, with fillers in place of its holes. It may begin with a hole.
 */
export function pathSecrets(flat: string, from: number, to: number, filler: string): Part[] {
	const [, scheme = "", host = ""] = /^((?:[a-z]+:[/\\]{2})?)([^/\\?#]*)/i.exec(flat.slice(from, to)) ?? [];
	if (scheme === "" && !host.startsWith(filler)) return [];
	const parts: Part[] = [];
	let isHook = HOOK.test(host.slice(host.lastIndexOf("@") + 1));
	let before = "";
	let start = from + scheme.length + host.length + 1;
	while (start < to) {
		const rest = flat.slice(start, to);
		const cut = rest.search(/[/\\?#]/);
		const end = cut < 0 ? to : start + cut;
		const text = flat.slice(start, end);
		const literal = decodedPart(text.replaceAll(filler, ""));
		const [, bot] = BOT.exec(text) ?? [];
		if (bot) parts.push({ start: start + bot.length, end });
		else if (isKey(literal, before, isHook)) parts.push({ start, end });
		if (cut >= 0 && /[?#]/.test(rest[cut]!)) break;
		isHook ||= HOOK.test(literal);
		before = literal;
		start = end + 1;
	}
	return parts;
}

function isKey(text: string, before: string, isHook: boolean): boolean {
	if (text.length < LEAST_HOOK_KEY) return false;
	const strange = strangeSigns(text);
	if (KEY_NAMES.test(before)) return strange > 0;
	if (isHook) return strange >= LEAST_HOOK_KEY && !/^\d+$/.test(text);
	return strange >= LEAST_KEY && !IDS.some((id) => id.test(text));
}

/** How many letters and digits make no words. */
const strangeSigns = (text: string): number =>
	text.replace(/\p{Lu}?\p{Ll}{3,}/gu, "").replace(/[^\p{L}\p{N}]/gu, "").length;

function decodedPart(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
