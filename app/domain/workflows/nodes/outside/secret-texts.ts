import { pathSecrets } from "./path-secrets.ts";

/** What is shown in place of a secret. */
export const MASK = "•••";

/** Parts of a name that tell of a secret wherever they stand. An author is none, and tokens that are counted are none. */
const WITHIN =
	/auth(?!or(?!i[sz]))|cookie|secret|token(?!s|_?type)|passw|passphrase|credential|session|signature|api.?key|access.?key/;

/** Words that do so only as words of their own: `X-Key`, `sig`, but not `keyboard` or `design`. */
const WORDS = new Set(["key", "keys", "tokens", "sig", "pass", "pwd", "pin", "otp", "jwt", "bearer"]);

/** A code lets somebody in when it is nothing but a code, or one of these. A postal code does not. */
const CODE = /^(?:(?:auth\w*|access|function|login|pass|security|verification) ?)?code$/;

/** Counted, or made up anew for each request: no secrets. */
const PLAIN = /^(?:max|total|prompt|completion|input|output) (?:\w+ )?tokens$|idempotency key$|^tokens$/;

/** Whether a header, a parameter or a field, by its name, carries a secret. */
export function isSecretName(name: string): boolean {
	const words = decoded(name)
		.replace(/([a-z\d])([A-Z])/g, "$1 $2")
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter(Boolean);
	const joined = words.join(" ");
	if (PLAIN.test(joined)) return false;
	return WITHIN.test(words.join("_")) || WITHIN.test(words.join("")) || CODE.test(joined) || words.some(isSecretWord);
}

const isSecretWord = (word: string): boolean => WORDS.has(word);

function decoded(name: string): string {
	try {
		return decodeURIComponent(name);
	} catch {
		return name;
	}
}

/** Where a secret stands in a text, and under which name. */
type Spot = { start: number; end: number; name: string };

/** Makes another text of each secret in a text. */
export type Replace = (secret: { name: string; value: string }) => string;

/** The secrets of an address, finished or with `{{ holes }}`: passwords, parameters by their names, parts of its path (`pathSecrets`). */
export const replaceInUrl = (text: string, replace: Replace): string => replaced(text, urlSpots, replace);

/** The secrets of any other text by the names before them: JSON or what looks like it, forms, addresses within. */
export const replaceInText = (text: string, replace: Replace): string => replaced(text, textSpots, replace);

/** A secret as it may be shown. Holes in it stay readable, but for one that holds a text of its own. */
export function maskOf({ value }: { value: string }): string {
	const holes = holesIn(value);
	if (holes.length === 0) return value === "" ? value : MASK;
	if (holes.some(([start, end]) => /["'`]/.test(value.slice(start, end)))) return MASK;
	let shown = "";
	let at = 0;
	for (const [start, end] of [...holes, [value.length, value.length] as const]) {
		const between = value.slice(at, start);
		shown += /^(?:bearer|basic|token|apikey)?\s*$/i.test(between) ? between : MASK;
		shown += value.slice(start, end);
		at = end;
	}
	return shown;
}

/** Headers as they may be kept and shown. */
export function withoutSecrets<Header extends { name: string; value: string }>(headers: readonly Header[]): Header[] {
	return headers.map((header) => ({
		...header,
		value: isSecretName(header.name) ? maskOf(header) : withoutSecretsInText(header.value),
	}));
}

/** An address as it may be kept and shown. It need not be one that can be read. */
export const withoutSecretsInUrl = (text: string): string => replaceInUrl(text, maskOf);

/** A body, or what is sent, as it may be kept and shown. */
export const withoutSecretsInText = (text: string): string => replaceInText(text, maskOf);

/** The holes of a text, as filling finds them, each from its first brace to behind its last. */
export function holesIn(text: string): [number, number][] {
	const holes: [number, number][] = [];
	for (let start = text.indexOf("{{"); start >= 0; start = text.indexOf("{{", holes.at(-1)![1])) {
		const end = text.indexOf("}}", start + 2);
		if (end < 0) break;
		holes.push([start, end + 2]);
	}
	return holes;
}

/** Stands for each sign of a hole, so that what stands in it is not taken for the text around it. */
const FILLER = "\uE000";

function replaced(text: string, find: (flat: string) => Spot[], replace: Replace): string {
	const holes = holesIn(text);
	let flat = "";
	for (const [start, end] of holes) flat += text.slice(flat.length, start) + FILLER.repeat(end - start);
	flat += text.slice(flat.length);
	const within = holes.flatMap(([start, end]) =>
		textSpots(text.slice(start, end)).map((spot) => ({ ...spot, start: spot.start + start, end: spot.end + start })),
	);
	const spots = [...find(flat), ...within].sort((one, other) => one.start - other.start || other.end - one.end);
	let made = "";
	let at = 0;
	for (const { start, end, name } of spots) {
		if (start < at) continue;
		made += text.slice(at, start) + replace({ name, value: text.slice(start, end) });
		at = end;
	}
	return made + text.slice(at);
}

/** A name and a password before a host; a name alone is a key there. */
function userSpots(flat: string, isUrl: boolean): Spot[] {
	return [...flat.matchAll(/[/\\]{2}([^/?#\\\s"'<>]*)@/g)].flatMap((match): Spot[] => {
		const start = match.index + 2;
		const end = start + match[1]!.length;
		const colon = match[1]!.indexOf(":");
		if (colon >= 0 && start + colon + 1 < end) return [{ start: start + colon + 1, end, name: "@password" }];
		const until = colon >= 0 ? start + colon : end;
		return isUrl && until > start ? [{ start, end: until, name: "@user" }] : [];
	});
}

/** `name=value` behind each of the signs before it, up to a sign that ends it. */
function parameterSpots(flat: string, before: RegExp, ends: RegExp): Spot[] {
	const stop = new RegExp(ends.source, "g");
	const spots: Spot[] = [];
	for (const match of flat.matchAll(before)) {
		const start = match.index + match[0].length;
		if (start < (spots.at(-1)?.end ?? 0) || !isSecretName(match[1]!)) continue;
		stop.lastIndex = start;
		spots.push({ start, end: stop.exec(flat)?.index ?? flat.length, name: match[1]! });
	}
	return spots;
}

/** Keys in the paths of the addresses within a text; an address by itself is one with signs of all kinds. */
function pathSpots(flat: string, isUrl: boolean): Spot[] {
	const urls = isUrl ? /^\s*(?:https?:[/\\]{2}|\uE000).*$/gis : /https?:[/\\]{2}[^\s"'`<>]+/gi;
	return [...flat.matchAll(urls)].flatMap(({ index, 0: url }) => {
		const start = index + url.search(/\S/);
		const parts = pathSecrets(flat, start, index + url.trimEnd().length, FILLER);
		return parts.map((part) => ({ ...part, name: "/" }));
	});
}

const urlSpots = (flat: string): Spot[] => [
	...userSpots(flat, true),
	...pathSpots(flat, true),
	...parameterSpots(flat, /[?&#;]([^=&#?;]*)=/g, /[&#]/),
];

function textSpots(flat: string): Spot[] {
	const isForm = /^\s*[\w.%[\]-]+=/.test(flat);
	return [
		...userSpots(flat, false),
		...pathSpots(flat, false),
		...parameterSpots(flat, /(?:^|[?&#;\n])([^=&#?;\s"'<>]*)=(?!=)/g, isForm ? /[&#\n]/ : /[&#\s"'`<>\\]/),
		...fieldSpots(flat),
		...namedSpots(flat),
	];
}

const FIELD = /(\\{0,7}["']|(?<![\p{L}\p{N}_.$-]))([\p{L}\p{N}_.$-]{1,100})\1\s{0,20}:\s{0,20}/gu;

/** `"name": value` as JSON and expressions have it, whether or not the text around it can be read. */
function fieldSpots(flat: string): Spot[] {
	const field = new RegExp(FIELD);
	const spots: Spot[] = [];
	for (let match = field.exec(flat); match; match = field.exec(flat)) {
		const [, quote, name] = match;
		if (!isSecretName(name!) || isListed(flat, field.lastIndex)) continue;
		const value = readValue(flat, field.lastIndex, quote !== "");
		spots.push(...value.parts.map(([start, end]) => ({ start, end, name: name! })));
		// What was read is not read again: a text of many names within each other would be read as often.
		field.lastIndex = Math.max(field.lastIndex, value.end);
	}
	return spots;
}

/** `"name": "password", "value": …` as lists of names with values have it. */
const NAMED =
	/["'](?:name|key)["']\s{0,20}:\s{0,20}["']([^"'\n]{1,100})["']\s{0,20},\s{0,20}["']value["']\s{0,20}:\s{0,20}/g;

/** Whether what stands here is the name of a value that follows it, and no secret. */
const isListed = (flat: string, at: number): boolean =>
	/^["'][^"'\n]{1,100}["']\s{0,20},\s{0,20}["']value["']\s{0,20}:/.test(flat.slice(at, at + 180));

function namedSpots(flat: string): Spot[] {
	const named = new RegExp(NAMED);
	const spots: Spot[] = [];
	for (let match = named.exec(flat); match; match = named.exec(flat)) {
		const name = match[1]!;
		if (!isSecretName(name)) continue;
		const value = readValue(flat, named.lastIndex, true);
		spots.push(...value.parts.map(([start, end]) => ({ start, end, name })));
		named.lastIndex = Math.max(named.lastIndex, value.end);
	}
	return spots;
}

const PART =
	/\s*(?:(\\{0,7}["'])|([[{(])|([\]})])|(,)|(-?\d[\d.eE+-]*|•••)|([+?:&|=<>!*/%.-])|[\p{L}_\uE000][\p{L}\p{N}_.\uE000]*)/uy;

/** What goes on with a value: an expression joins, chooses and asks. */
const GOES_ON = /^\s{0,20}[+?:&|=<>!*/%.[(-]/;

/** Texts and numbers of a value, be it a list, an object or an expression. A number needs a quoted name. */
function readValue(flat: string, from: number, takesNumbers: boolean): { parts: [number, number][]; end: number } {
	const parts: [number, number][] = [];
	const part = new RegExp(PART);
	const isNext = (sign: RegExp) => sign.test(flat.slice(part.lastIndex, part.lastIndex + 22));
	let depth = 0;
	let end = from;
	let beforeKey = false;
	part.lastIndex = from;
	for (let match = part.exec(flat); match; match = part.exec(flat)) {
		const [, quote, opens, closes, comma, number, sign] = match;
		if (depth === 0 && (closes || comma)) break;
		if (opens) depth++;
		if (closes) depth--;
		if (quote) {
			const start = part.lastIndex;
			const close = endOfText(flat, start, quote);
			part.lastIndex = Math.min(close + quote.length, flat.length);
			if (!beforeKey || !isNext(/^\s{0,20}:/)) parts.push([start, close]);
		}
		if (number && takesNumbers) parts.push([part.lastIndex - number.length, part.lastIndex]);
		end = part.lastIndex;
		if (depth === 0 && !sign && !isNext(GOES_ON)) break;
		beforeKey = depth > 0 && (opens === "{" || comma !== undefined);
	}
	return { parts, end };
}

/** Where a text ends that begins with this quote, which is escaped itself in a text within a text. */
function endOfText(flat: string, from: number, quote: string): number {
	const escapes = quote.length - 1;
	const mark = quote.at(-1)!;
	for (let at = flat.indexOf(mark, from); at >= 0; at = flat.indexOf(mark, at + 1)) {
		let slashes = 0;
		while (at - slashes > from && flat[at - slashes - 1] === "\\") slashes++;
		if (escapes === 0 ? slashes % 2 === 0 : slashes <= escapes) return at - Math.min(slashes, escapes);
	}
	return flat.length;
}
