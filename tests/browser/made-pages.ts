import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { makeContractPages } from "./made-contracts.ts";
import { makeHookPages } from "./made-hooks.ts";
import { makeRunPages } from "./made-runs.ts";

/**
 * Makes, as the signed-in person, what the demo data has none of, and answers where each is shown: a conversation with
 * the assistant, an answer of the knowledge, an import, acts on many, a kept view, a deal about to be lost,
 * a published workflow, a run of another, artifacts, contracts that were uploaded, a system that posts figures.
 */
export async function makePages(base: string, headers: Record<string, string>): Promise<string[]> {
	const send = async (to: string, body: BodyInit): Promise<string> => {
		const answer = await fetch(base + to, { method: "POST", redirect: "manual", headers, body });
		expect(answer.status, `${to}: ${answer.status < 400 ? "" : await answer.text()}`).toBe(303);
		return answer.headers.get("Location") ?? "";
	};
	const fields = (values: Record<string, string>) => new URLSearchParams(values);
	const read = async (url: string) => (await fetch(base + url, { headers })).text();
	const lead = JSON.parse(await read("/api/leads?limit=1&state=booked")).data[0].id as string;
	const contact = JSON.parse(await read("/api/leads?limit=1")).data[0].contact.id as string;
	const board = await read("/deals?view=board");
	const [, deal = ""] = /\/deals\/([\w-]{36})\/stage/.exec(board) ?? [];
	const [, lost = ""] = /value="([\w-]{36})"[^>]*>Lost</.exec(board) ?? [];
	const file = new FormData();
	file.append("file", new File(["Name,Email\nAda Moore,ada@pages.perigee.test\n"], "people.csv", { type: "text/csv" }));
	const imported = await send("/imports/new", file);
	const list = new FormData();
	list.append("file", new File(["Account,Name,Influence\nNobody,Ada,high\n"], "who.csv", { type: "text/csv" }));
	const who = await send("/imports/new?type=stakeholder", list);
	const view = await send("/views/new", fields({ type: "contact", name: "Pages", query: "sort=name" }));
	const [kept = ""] = /(?<=view=)[\w-]{36}/.exec(view) ?? [];
	const batch = { key: randomUUID(), type: "contact", act: "tag", ids: contact, tag: "Pages" };
	const workflow = await send("/studio/templates", fields({ template: "sort-messages" }));
	await send(`${workflow}/publication`, fields({ version: "1" }));
	const posted = await send("/studio/templates", fields({ template: "form-to-deal" }));
	// It answers with the workflow's address, which is shown once.
	await fetch(`${base}${posted}/publication`, { method: "POST", headers, body: fields({ version: "1" }) });
	const account = JSON.parse(await read("/api/crm/accounts?limit=1")).data[0].id as string;
	const newArtifact = `/accounts/${account}/artifacts/new?kind=`;
	const artifact = (kind: string, content: Record<string, string>) =>
		send(`${newArtifact}${kind}`, fields({ key: randomUUID(), kind, title: "Pages", ...content }));
	const price = { "content.years": "3", "content.currency": "USD", "content.lines[0].name": "Plan" };
	const person = { "content.people[0].name": "Ada", "content.people[0].influence": "60" };
	return [
		...[workflow, `${posted}/address`],
		...[`${newArtifact}pricing`, await artifact("pricing", { ...price, "content.lines[0].current": "100" })],
		await artifact("stakeholder_map", { ...person, "content.people[0].sentiment": "60" }),
		...(await makeRunPages(base, headers)),
		...(await makeContractPages(base, headers)),
		...(await makeHookPages(base, headers)),
		...[imported, `${imported}/undo`, `${imported}/records?act=created`, who, `/views/${kept}`],
		await send("/assistant", fields({ key: randomUUID(), text: "How many leads are new?" })),
		await send("/knowledge/answers", fields({ question: "How long does ceramic film last?" })),
		await send("/leads/batches", fields({ key: randomUUID(), act: "move", state: "contacted", ids: lead })),
		await send("/batches", fields(batch)),
		await send(`/deals/${deal}/stage`, fields({ to: lost })),
	];
}
