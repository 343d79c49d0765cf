import type { FlowNode, Graph } from "#app/domain/workflows/rules/graph.ts";
import { MASK, withoutSecrets, withoutSecretsInUrl } from "./outside/request.ts";
import { typeOf } from "./registry.ts";

type Settings = FlowNode["settings"];

/** A step's settings as a page may show them: of types that may hold secrets, each secret is a mask. */
export function maskedSettings(node: FlowNode): Settings {
	if (!typeOf(node)?.shown) return node.settings;
	return Object.fromEntries(Object.entries(node.settings).map(([name, value]) => [name, masked(value)]));
}

/** A graph as a page may show it. */
export function maskedGraph(graph: Graph): Graph {
	return { ...graph, nodes: graph.nodes.map((node) => ({ ...node, settings: maskedSettings(node) })) };
}

/** Settings that came back from a page: a secret that still is the mask is taken from what is stored. */
export function unmaskedSettings(given: Settings, stored: FlowNode | undefined): Settings {
	if (!stored || !holdsMask(given)) return given;
	const shown = maskedSettings(stored);
	return Object.fromEntries(
		Object.entries(given).map(([name, value]) => [name, unmasked(value, shown[name], stored.settings[name])]),
	);
}

/** As `unmaskedSettings`, for every step of a graph, by the steps' ids. */
export function unmaskedGraph(given: Graph, stored: Graph): Graph {
	const known = new Map(stored.nodes.map((node) => [node.id, node]));
	const sameType = ({ id, type }: FlowNode) => (known.get(id)?.type === type ? known.get(id) : undefined);
	return {
		...given,
		nodes: given.nodes.map((node) => ({ ...node, settings: unmaskedSettings(node.settings, sameType(node)) })),
	};
}

/** Whether a mask stands where a secret should. */
export const holdsMask = (value: unknown): boolean => (JSON.stringify(value) ?? "").includes(MASK);

function masked(value: unknown): unknown {
	if (typeof value === "string") return withoutSecretsInUrl(value);
	if (!Array.isArray(value)) return value;
	return value.map((row) => (isPair(row) ? withoutSecrets([row])[0] : row));
}

const isPair = (row: unknown): row is { name: string; value: string } =>
	row !== null &&
	typeof row === "object" &&
	typeof (row as { name?: unknown }).name === "string" &&
	typeof (row as { value?: unknown }).value === "string";

function unmasked(given: unknown, shown: unknown, stored: unknown): unknown {
	if (typeof given === "string") {
		if (given === shown) return stored;
		return typeof stored === "string" && given.includes(MASK) ? unmaskedUrl(given, stored) : given;
	}
	if (!Array.isArray(given) || !Array.isArray(stored)) return given;
	return given.map((row) => {
		if (!isPair(row) || row.value !== MASK) return row;
		const before = stored.find((one) => isPair(one) && one.name.toLowerCase() === row.name.toLowerCase());
		return isPair(before) ? { ...row, value: before.value } : row;
	});
}

/** An address that was changed around its secrets. One that leads to another host does not get them. */
function unmaskedUrl(given: string, stored: string): string {
	if (!URL.canParse(given) || !URL.canParse(stored)) return given;
	const [url, before] = [new URL(given), new URL(stored)];
	if (url.host !== before.host) return given;
	for (const [name, value] of [...url.searchParams]) {
		const secret = before.searchParams.get(name);
		if (value === MASK && secret !== null) url.searchParams.set(name, secret);
	}
	if (decodeURIComponent(url.password) === MASK) url.password = before.password;
	return url.toString();
}
