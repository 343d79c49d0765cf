import { createElement } from "react";
import { beforeAll, describe, expect, test } from "vitest";
import { settingErrors } from "#app/domain/workflows/definitions/save-step.ts";
import { nodeTypes } from "#app/domain/workflows/nodes/registry.ts";
import * as node from "#app/routes/studio/nodes/node.tsx";
import { NodeFacts } from "#app/routes/studio/nodes/node-facts.tsx";
import { NodeForm } from "#app/routes/studio/nodes/node-form.tsx";
import { RecordChoicesOffered } from "#app/routes/studio/references/record-choices.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { makeOrg } from "#tests/support/house.ts";
import { render, text } from "#tests/ui/render.tsx";
import { add, blank, openStudio, post, save, see } from "./studio-forms.ts";

let people: Awaited<ReturnType<typeof openStudio>>;
let key: string;
beforeAll(async () => {
	people = await openStudio();
	key = await makeKey(people.org);
});

const account = async (name: string, of = key) => {
	const { body } = await callApi(of, "/api/crm/accounts", { body: { name } });
	return body.id as string;
};
const stepOf = (id: string, step: string) => see(node, { id, node: step });
const formOf = async (id: string, step: string, reply?: object) => {
	const shown = await stepOf(id, step);
	const form = createElement(NodeForm, {
		step: shown.step as never,
		action: "/h",
		cancel: "/b",
		reply: reply as never,
	});
	return render(createElement(RecordChoicesOffered.Provider, { value: shown.choices }, form));
};
const row = (at: number, name: string, value: string, more: Record<string, string> = {}) => ({
	[`settings.fields[${at}].name`]: name,
	[`settings.fields[${at}].value`]: value,
	...Object.fromEntries(Object.entries(more).map(([part, one]) => [`settings.fields[${at}].${part}`, one])),
});

describe("FLOW-2 what steps name is chosen by its name, without a script", () => {
	const settingsOf = async (id: string, step: string) => (await stepOf(id, step)).step.node.settings;

	test("FLOW-2 owners and stages are lists, accounts are found by name, and each may be an expression", async () => {
		const id = await blank("Deals");
		const step = await add(id, "create_record");
		const acme = await account("Acme Lamps");
		const { members, stages } = (await stepOf(id, step)).choices;
		const owner = members[0]!;
		const stage = stages[0]!;
		expect(stage.name).toMatch(/ \(.+\)$/);
		const done = await save(id, step, {
			"settings.record": "deal",
			...row(0, "name", "New"),
			...row(1, "ownerId", owner.id),
			...row(2, "stageId", stage.id),
			...row(3, "accountId", "acme lamps"),
			...row(4, "contactId", "", { expression: "{{ trigger.subject.id }}" }),
		});
		expect(done.status).toBe(303);
		expect((await settingsOf(id, step)).fields).toEqual([
			{ name: "name", value: "New" },
			{ name: "ownerId", value: owner.id },
			{ name: "stageId", value: stage.id },
			{ name: "accountId", value: acme },
			{ name: "contactId", value: "{{ trigger.subject.id }}" },
		]);
		const html = await formOf(id, step);
		expect(html).toContain(`<option value="${owner.id}" selected="">${owner.name}</option>`);
		expect(html).toMatch(new RegExp(`<option value="${stage.id}" selected="">`));
		expect(html).toMatch(/name="settings.fields\[3\].value"[^>]*value="Acme Lamps"/);
		expect(html).toContain('value="{{ trigger.subject.id }}"');
		const facts = text(
			await render(
				createElement(
					RecordChoicesOffered.Provider,
					{ value: (await stepOf(id, step)).choices },
					createElement(NodeFacts, { step: (await stepOf(id, step)).step as never }),
				),
			),
		);
		expect(facts).toContain("accountId = Acme Lamps");
		expect(facts).not.toContain(acme);
	});

	test("FLOW-2 of a name that several have one is chosen; one that nobody here has is refused at its field", async () => {
		const id = await blank("Twins");
		const step = await add(id, "update_record");
		const twins = [await account("Twin"), await account("Twin")];
		await account("Elsewhere", await makeKey(await makeOrg("Third firm")));
		const fields = { "settings.record": "account", "settings.id": "Twin", ...row(0, "city", "Bern") };
		const asked = await save(id, step, fields);
		expect(asked.status).toBe(422);
		const html = await formOf(id, step, asked.reply);
		expect(text(html)).toContain("Several accounts are called so. Choose one of them.");
		for (const twin of twins) expect(html).toContain(`value="${twin}"`);
		expect(html).toContain('name="settings.id_chosen"');
		const chosen = { ...fields, "settings.id_asked": "Twin", "settings.id_chosen": twins[1]! };
		expect((await save(id, step, chosen)).status).toBe(303);
		expect(await settingsOf(id, step)).toMatchObject({ id: twins[1] });
		// Another name than the one that was asked for is looked for anew.
		const other = await save(id, step, { ...chosen, "settings.id": "Elsewhere" });
		expect(other.reply?.result.error).toMatchObject({ "settings.id": [expect.stringContaining("no account")] });
		const rows = await save(id, step, { ...fields, "settings.id": twins[0]!, ...row(0, "ownerId", "Nobody Here") });
		expect(rows.reply?.result.error).toMatchObject({
			"settings.fields[0].value": [expect.stringContaining("no member")],
		});
		expect((await post(node, { id, node: step }, {}, { cookie: people.viewer })).status).toBe(403);
	});

	test("FLOW-2 a record is looked for by itself with a name, by anything else with a text; a drawing with a name says so", async () => {
		const id = await blank("Find");
		const step = await add(id, "find_record");
		const acme = await account("Acme Find");
		const by = (way: string, value: string) =>
			save(id, step, { "settings.record": "account", "settings.by": way, "settings.value": value });
		await by("name", "Acme Find");
		expect(await settingsOf(id, step)).toMatchObject({ by: "name", value: "Acme Find" });
		await by("id", "Acme Find");
		expect(await settingsOf(id, step)).toMatchObject({ by: "id", value: acme });
		expect(await formOf(id, step)).toMatch(/name="settings.value"[^>]*value="Acme Find"/);
		const errors = (value: string) =>
			settingErrors(nodeTypes().get("create_record")!, { record: "deal", fields: [{ name: "accountId", value }] });
		expect(errors("Acme")).toEqual({
			"settings.fields[0].value": [expect.stringContaining("Choose the account by name")],
		});
		for (const value of ["", acme, "{{ trigger.account }}"]) expect(errors(value)).toEqual({});
	});
});
