import type { FlowNode, Graph } from "#app/domain/workflows/rules/graph.ts";
import {
	holesIn,
	isSecretName,
	MASK,
	maskOf,
	type Replace,
	replaceInText,
	replaceInUrl,
	withoutSecretsInUrl,
} from "./outside/secret-texts.ts";
import { typeOf } from "./registry.ts";

type Settings = FlowNode["settings"];

/** A step's settings as a page may show them: of types that may hold secrets, each secret is a mask. */
export function maskedSettings(node: FlowNode): Settings {
	if (!typeOf(node)?.shown) return node.settings;
	return Object.fromEntries(Object.entries(node.settings).map(([name, value]) => [name, masked(name, value)]));
}

/** A graph as a page may show it. */
export function maskedGraph(graph: Graph): Graph {
	return { ...graph, nodes: graph.nodes.map((node) => ({ ...node, settings: maskedSettings(node) })) };
}

/**
 * Settings that came back from a page: a secret that still is the mask is taken from what is stored. Where the address
 * leads to another host now no secret is: whoever changes the address need not know them (`isLedAway`).
 */
export function unmaskedSettings(given: Settings, stored: FlowNode | undefined): Settings {
	if (!stored || !typeOf(stored)?.shown || !holdsMask(given) || isElsewhere(given, stored)) return given;
	return Object.fromEntries(
		Object.entries(given).map(([name, value]) => [name, unmasked(name, value, stored.settings[name])]),
	);
}

/** As `unmaskedSettings`, for every step of a graph, by the steps' ids. */
export function unmaskedGraph(given: Graph, stored: Graph): Graph {
	const known = storedBy(stored);
	return {
		...given,
		nodes: given.nodes.map((node) => ({ ...node, settings: unmaskedSettings(node.settings, known(node)) })),
	};
}

/** Whether settings ask for secrets of a step as it is stored, and for another host than they were written for. */
export function isLedAway(given: Settings, stored: FlowNode | undefined): boolean {
	if (!stored || !typeOf(stored)?.shown || holdsMask(stored.settings)) return false;
	return holdsMask(given) && isElsewhere(given, stored);
}

/** The steps of a graph that `isLedAway` holds for. */
export function ledAway(given: Graph, stored: Graph): FlowNode[] {
	const known = storedBy(stored);
	return given.nodes.filter((node) => isLedAway(node.settings, known(node)));
}

/** What is said of a step that is led away. */
export const LED_AWAY = `The address leads to another host now. Write the secrets again where ${MASK} stands, or put the address back.`;

/** Whether a mask stands where a secret should. */
export const holdsMask = (value: unknown): boolean => (JSON.stringify(value) ?? "").includes(MASK);

function storedBy(stored: Graph): (node: FlowNode) => FlowNode | undefined {
	const known = new Map(stored.nodes.map((node) => [node.id, node]));
	return ({ id, type }) => (known.get(id)?.type === type ? known.get(id) : undefined);
}

const replaceIn = (setting: string) => (setting === "url" ? replaceInUrl : replaceInText);

type Pair = { name: string; value: string };

const isPair = (row: unknown): row is Pair =>
	row !== null &&
	typeof row === "object" &&
	typeof (row as { name?: unknown }).name === "string" &&
	typeof (row as { value?: unknown }).value === "string";

function masked(setting: string, value: unknown): unknown {
	if (typeof value === "string") return replaceIn(setting)(value, maskOf);
	if (!Array.isArray(value)) return value;
	return value.map((row) => (isPair(row) ? { ...row, value: replaceInPair(row)(row.value, maskOf) } : row));
}

/** The secrets of a header: all of it, or those within it. */
const replaceInPair = ({ name }: Pair) =>
	isSecretName(name) ? (value: string, replace: Replace) => replace({ name, value }) : replaceInText;

function unmasked(setting: string, given: unknown, stored: unknown): unknown {
	if (typeof given === "string")
		return typeof stored === "string" ? restored(given, stored, replaceIn(setting)) : given;
	if (!Array.isArray(given) || !Array.isArray(stored)) return given;
	return given.map((row) => {
		const before =
			isPair(row) && stored.find((one) => isPair(one) && one.name.toLowerCase() === row.name.toLowerCase());
		return isPair(before) ? { ...row, value: restored(row.value, before.value, replaceInPair(before)) } : row;
	});
}

/** A text with the secrets of another in place of their masks, by their names; of several by one name in their order. */
function restored(given: string, stored: string, replace: typeof replaceInText): string {
	if (!given.includes(MASK)) return given;
	if (given === replace(stored, maskOf)) return stored;
	const [before, now] = [secretsOf(stored, replace), secretsOf(given, replace)];
	const taken = new Map<string, number>();
	return replace(given, ({ name, value }) => {
		const at = taken.get(name) ?? 0;
		taken.set(name, at + 1);
		const secret = before.get(name)?.[at];
		const isSame = secret !== undefined && before.get(name)?.length === now.get(name)?.length;
		return isSame && value === maskOf({ value: secret }) ? secret : value;
	});
}

function secretsOf(text: string, replace: typeof replaceInText): Map<string, string[]> {
	const secrets = new Map<string, string[]>();
	replace(text, ({ name, value }) => {
		secrets.set(name, [...(secrets.get(name) ?? []), value]);
		return value;
	});
	return secrets;
}

const isElsewhere = (given: Settings, stored: FlowNode): boolean => placeOf(given.url) !== placeOf(stored.settings.url);

/**
 * Where an address leads: its host. A hole before or in the host may lead anywhere, so it is part of the place as it is
 * written; and where no host can be told, all that stands before the parameters is.
 */
function placeOf(url: unknown): string {
	if (typeof url !== "string") return "";
	const shown = withoutSecretsInUrl(url.trim());
	let literal = "";
	let at = 0;
	for (const [start, end] of holesIn(shown)) {
		literal += `${shown.slice(at, start)}hole${Buffer.from(shown.slice(start, end)).toString("hex")}`;
		at = end;
	}
	literal += shown.slice(at);
	if (!/^https?:/i.test(literal) || !URL.canParse(literal)) return literal.split(/[?#]/)[0]!;
	const { username, password, host } = new URL(literal);
	const user = `${username}:${password}`;
	return /hole[0-9a-f]{8}/.test(user) ? `${user}@${host}` : host;
}
