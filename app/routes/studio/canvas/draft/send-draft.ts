import type { Graph } from "#app/domain/workflows/rules/graph.ts";
import type { SaveAnswer } from "../types.ts";

type Reply = {
	message?: string;
	detail?: Record<string, unknown>;
	result?: { error?: Record<string, string[]> | null };
};
type Answer = { status: number; reply: Reply };

/** Posts fields to a route of the canvas that answers JSON. Rejects when the server cannot be reached. */
export async function postFields(url: string, fields: Record<string, string>): Promise<Answer> {
	const body = new URLSearchParams(fields);
	const response = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
	const isJson = response.headers.get("Content-Type")?.includes("json") ?? false;
	// Who was signed out meanwhile is led to the page where one signs in.
	if (!isJson) return { status: response.redirected ? 401 : 500, reply: {} };
	return { status: response.status, reply: (await response.json()) as Reply };
}

/** What went wrong with a post, in words for whoever draws. */
export function failureOf({ status, reply }: Answer): string {
	if (status === 401) return "You are signed out. Sign in again in another tab; what you drew stays here meanwhile.";
	const [first] = Object.values(reply.result?.error ?? {}).flat();
	return reply.message ?? first ?? "The server could not answer.";
}

/** Saves a draft by the route of the canvas at `url`. */
export async function sendDraft(url: string, graph: Graph, version: number): Promise<SaveAnswer<Graph>> {
	const answer = await postFields(url, { act: "save", graph: JSON.stringify(graph), version: String(version) });
	const { status, reply } = answer;
	// Only what says its new version was kept.
	if (status === 200 && typeof reply.detail?.version === "number" && reply.detail.checked)
		return { kind: "saved", ...(reply.detail as never as Kept) };
	if (status === 409 && reply.detail?.graph) return { kind: "conflict", theirs: reply.detail as never as Theirs };
	return { kind: "failed", message: failureOf(answer) };
}

type Kept = Omit<Extract<SaveAnswer<Graph>, { kind: "saved" }>, "kind">;
type Theirs = Extract<SaveAnswer<Graph>, { kind: "conflict" }>["theirs"];
