import { beforeAll, describe, expect, test } from "vitest";
import * as edit from "#app/routes/settings/fields/field-edit.tsx";
import * as add from "#app/routes/settings/fields/field-new.tsx";
import * as state from "#app/routes/settings/fields/field-state.ts";
import * as list from "#app/routes/settings/fields/fields.tsx";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { answerOf } from "./pages.ts";

describe("CRM-5: the settings of custom fields", () => {
	let org: TestOrg;
	let admin: string;
	let manager: string;
	let stranger: string;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		admin = await cookieOf(org, "admin");
		manager = await cookieOf(org, "manager");
		stranger = await cookieOf(await makeOrg("Other firm"), "owner");
	});
	type Module = { action: (args: never) => unknown };
	const post = (module: Module, fields: Record<string, string>, id?: string, cookie = admin) => {
		const args = argsFor({ cookie, path: "/settings/fields/x", params: id ? { id } : {}, fields });
		return answerOf(Promise.resolve().then(() => module.action(args)));
	};
	const shown = async (type = "deal") =>
		(await list.loader(argsFor({ cookie: admin, path: `/settings/fields?type=${type}` }))).fields;
	const make = async (label: string, more: Record<string, string> = {}) => {
		const done = await post(add, { recordType: "deal", label, kind: "text", ...more });
		expect(done).toMatchObject({ status: 303, to: "/settings/fields?type=deal" });
		return (await shown()).find((field) => field.label === label)!;
	};

	test("CRM-5: a field with choices is added, its choices renamed, ordered, archived and added to", async () => {
		const field = await make("Colour", { kind: "choice", options: "Red\r\n\r\nBlue\r\nred", required: "on" });
		expect(field).toMatchObject({ key: "colour", required: true, options: [{ label: "Red" }, { label: "Blue" }] });
		const [red, blue] = field.options;
		const fields = {
			...{ version: "1", label: "Paint", more: "Green" },
			...{
				"options[0].id": red!.id,
				"options[0].label": "Crimson",
				"options[0].place": "2",
				"options[0].archived": "on",
			},
			...{ "options[1].id": blue!.id, "options[1].label": "Blue", "options[1].place": "1" },
		};
		expect((await post(edit, fields, field.id)).status).toBe(303);
		const [changed] = (await shown()).filter(({ id }) => id === field.id);
		expect(changed).toMatchObject({
			...{ key: "colour", label: "Paint", required: false },
			options: [{ id: blue!.id, label: "Blue" }, { id: red!.id, label: "Crimson", archived: true }, { label: "Green" }],
		});
		const late = await post(edit, fields, field.id);
		expect(late).toMatchObject({ status: 409, reply: { result: { initialValue: { label: "Paint", more: "Green" } } } });
	});

	test("CRM-5: a choice without choices is refused with what was typed", async () => {
		const refused = await post(add, { recordType: "deal", label: "Empty", kind: "multi-choice" });
		expect(refused).toMatchObject({
			status: 422,
			reply: { result: { initialValue: { label: "Empty" }, error: { options: ["Give at least one choice."] } } },
		});
	});

	test("CRM-5: fields move, are put away with the way back, and only an administrator of the organisation may", async () => {
		const [one, two] = [await make("First"), await make("Second")];
		await post(state, { act: "up" }, two.id);
		const order = (await shown()).map(({ label }) => label);
		expect(order.indexOf("Second")).toBeLessThan(order.indexOf("First"));
		const away = await post(state, { act: "archive" }, one.id);
		expect((await shown()).find(({ id }) => id === one.id)).toMatchObject({ archived: true });
		await post(state, { act: away.flash!.undo!.act }, one.id);
		expect((await shown()).find(({ id }) => id === one.id)).toMatchObject({ archived: false });
		expect((await post(state, { act: "archive" }, one.id, manager)).status).toBe(403);
		expect((await post(state, { act: "archive" }, one.id, stranger)).status).toBe(404);
		expect((await post(edit, { version: "1", label: "Mine" }, one.id, stranger)).status).toBe(404);
	});
});
