import { setTimeout as sleep } from "node:timers/promises";

/** A workflow whose run stands at an approval and a guided step, and began another one. */
const GRAPH = {
	nodes: [
		{ id: "start", type: "manual", name: "Start" },
		{ id: "sum", type: "transform", name: "Sum", settings: { values: [{ name: "total", value: "1 + 1" }] } },
		{
			id: "ask",
			type: "approval",
			name: "Ask",
			settings: { title: "Grant 12 % off?", details: "They pay early.", role: "user" },
		},
		{
			...{ id: "call", type: "guided", name: "Call" },
			settings: {
				...{ title: "Call the customer", instructions: "Ask how it goes." },
				fields: ["text", "lines", "number", "date", "yes/no", "good|bad*"].map((value, at) => ({
					name: `Field ${at + 1}`,
					value,
				})),
			},
		},
	],
	edges: [
		{ from: "start", port: "next", to: "sum" },
		{ from: "sum", port: "next", to: "ask" },
		{ from: "sum", port: "next", to: "call" },
	],
};

/** Makes a workflow and a run of it by the API, as the signed-in person, and answers where both are shown. */
export async function makeRunPages(base: string, headers: Record<string, string>): Promise<string[]> {
	const call = async (path: string, body?: object) => {
		const json = { ...headers, "content-type": "application/json" };
		const init = body ? { method: "POST", headers: json, body: JSON.stringify(body) } : { headers };
		const answer = await fetch(`${base}/api/workflows${path}`, init);
		if (answer.status >= 400) throw new Error(`${path}: ${await answer.text()}`);
		return answer.json();
	};
	const { id } = await call("", { name: "Pages", graph: GRAPH, publish: true });
	const { executionId } = await call(`/${id}/execute`, { input: { who: "Ada" } });
	let steps: { id: string; stepId: string; status: string; output: { approval?: string } | null }[] = [];
	while (steps.filter(({ status }) => status === "waiting").length < 2) {
		await sleep(200);
		steps = (await call(`/executions/${executionId}`)).steps.data;
	}
	const run = `/runs/${executionId}`;
	const at = (node: string) => steps.find(({ stepId }) => stepId === node)!;
	return [
		...[run, `${run}/cancel`, `${run}/replay`, `${run}/steps/${at("sum").id}`],
		...[`/approvals/${at("ask").output!.approval}`, `/guided/${at("call").id}`],
		...[`/studio/${id}/figures`, `/studio/${id}/compare`],
	];
}
