import { beforeAll, describe, expect, test } from "vitest";
import { queueMessage } from "#app/domain/messaging/queue-message.ts";
import { changeRules, changeSwitches } from "#app/domain/messaging/settings/change-sending.ts";
import { addInboundAddress, removeInboundAddress } from "#app/domain/messaging/settings/inbound-addresses.ts";
import { getSending } from "#app/domain/messaging/settings/sending-queries.ts";
import { previewTemplate, renderNewest } from "#app/domain/messaging/templates/render-template.ts";
import { archiveTemplate, saveTemplate } from "#app/domain/messaging/templates/save-template.ts";
import { TemplateForm } from "#app/domain/messaging/templates/schema.ts";
import { getTemplate, listTemplates } from "#app/domain/messaging/templates/template-queries.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { allowSending, makeContact, messageRow } from "#tests/support/messaging.ts";

let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg("Northside Garage");
	other = await makeOrg("Other");
});

const welcome = {
	name: "Welcome",
	channel: "email",
	subject: "Hi {{contact.firstName|there}}",
	body: "{{contact.firstName|Hello}}, your {{vehicle.label|car}} is next.\n\n{{service.name}}",
	basedOn: 0,
} as const;

describe("templates", () => {
	test("MSG-3 a variable that does not exist is refused before anything is saved, and says which", () => {
		const parsed = TemplateForm.safeParse({ act: "save", ...welcome, body: "Hi {{contact.firstNam}} and {{oops" });
		const messages = parsed.error?.issues.map((issue) => issue.message);
		expect(messages).toEqual(["There is no variable called contact.firstNam.", "There is a {{ without its }}."]);
	});

	test("MSG-3 each save is a version, and a save based on an older one is a conflict that shows the newer", async () => {
		const { id } = await as(org, "manager", (ctx) => saveTemplate(ctx, { ...welcome, name: "Versions" }));
		const next = { ...welcome, name: "Versions", id, basedOn: 1, body: "Second" };
		await as(org, "manager", (ctx) => saveTemplate(ctx, next));
		await expect(as(org, "manager", (ctx) => saveTemplate(ctx, { ...next, body: "Third" }))).rejects.toMatchObject({
			status: 409,
			data: { current: { number: 2, body: "Second" } },
		});
		const { versions } = await as(org, "viewer", (ctx) => getTemplate(ctx, id));
		expect(versions.map((version) => version.body)).toEqual(["Second", welcome.body]);
	});

	test("MSG-3 the preview shows a real contact, both parts, and what has no value", async () => {
		const contact = await makeContact(org, { first_name: "<b>Zoë</b>" });
		const { id } = await as(org, "manager", (ctx) => saveTemplate(ctx, welcome));
		const preview = await as(org, "viewer", (ctx) => previewTemplate(ctx, id, contact.id));
		expect(preview).toMatchObject({ subject: "Hi <b>Zoë</b>", missingValues: ["service.name"] });
		expect(preview.text).toContain("<b>Zoë</b>, your car is next.");
		expect(preview.html).toContain("&lt;b&gt;Zoë");
	});

	test("MSG-3 a message made from a template with a hole in it is held, and says where", async () => {
		await allowSending(org, { smtpPort: 9 });
		const contact = await makeContact(org);
		const { id } = await as(org, "manager", (ctx) => saveTemplate(ctx, { ...welcome, name: "Hole" }));
		const queued = await as(org, "user", async (ctx) => {
			const rendered = await renderNewest(ctx, id, { "contact.firstName": "Ann" });
			return queueMessage(ctx, { contactId: contact.id, purpose: "reply", ...rendered });
		});
		expect(queued).toMatchObject({ state: "held", reason: "The text has no value for service.name." });
		expect((await messageRow(org, queued.id)).template_version_id).not.toBeNull();
	});

	test("a user may not save, and another organisation's template is not here", async () => {
		await expect(as(org, "user", (ctx) => saveTemplate(ctx, welcome))).rejects.toMatchObject({ status: 403 });
		const { id } = await as(org, "manager", (ctx) => saveTemplate(ctx, { ...welcome, name: "Ours" }));
		const foreign = { ...welcome, id, basedOn: 1, name: "Stolen" };
		await expect(as(other, "owner", (ctx) => saveTemplate(ctx, foreign))).rejects.toMatchObject({ status: 404 });
		await expect(as(other, "owner", (ctx) => archiveTemplate(ctx, { id, archived: true }))).rejects.toMatchObject({
			status: 404,
		});
		await expect(as(other, "owner", (ctx) => getTemplate(ctx, id))).rejects.toMatchObject({ status: 404 });
		await as(org, "manager", (ctx) => archiveTemplate(ctx, { id, archived: true }));
		const names = (await as(org, "viewer", (ctx) => listTemplates(ctx, { archived: true }))).map((row) => row.name);
		expect(names).toEqual(["Ours"]);
	});
});

describe("the page about sending", () => {
	test("MSG-2 switching is for administrators and says what changed", async () => {
		const on = { email: true, sms: false, webhook: false };
		await expect(as(other, "manager", (ctx) => changeSwitches(ctx, on))).rejects.toMatchObject({ status: 403 });
		await as(other, "admin", (ctx) => changeSwitches(ctx, on));
		const { channels } = await as(other, "viewer", (ctx) => getSending(ctx));
		expect(channels.map((channel) => channel.organisation)).toEqual([true, false, false]);
		const events = await as(other, "owner", (ctx) =>
			ctx.db.selectFrom("events").select("changes").where("name", "=", "organisation.sending-changed").execute(),
		);
		expect(events).toEqual([{ changes: { email: [false, true] } }]);
	});

	test("MSG-5 quiet hours and the cap are the organisation's to set, and do not touch its other settings", async () => {
		const rules = { act: "rules", quiet: true, starts: "20:00", ends: "09:00", perDay: 1, perWeek: 4 } as const;
		await as(other, "admin", (ctx) => changeRules(ctx, rules));
		const sending = await as(other, "viewer", (ctx) => getSending(ctx));
		expect(sending.rules).toEqual({
			quietHours: { starts: "20:00", ends: "09:00" },
			frequencyCap: { perDay: 1, perWeek: 4 },
		});
	});

	test("MSG-4 a number has one owner on the whole server, and only its owner gives it up", async () => {
		const number = { channel: "sms", address: "+1 (500) 555-0177" } as const;
		const { id } = await as(org, "admin", (ctx) => addInboundAddress(ctx, number));
		await expect(as(other, "admin", (ctx) => addInboundAddress(ctx, number))).rejects.toMatchObject({ status: 422 });
		await expect(as(other, "admin", (ctx) => removeInboundAddress(ctx, { id }))).rejects.toMatchObject({ status: 404 });
		await expect(as(org, "manager", (ctx) => removeInboundAddress(ctx, { id }))).rejects.toMatchObject({ status: 403 });
		await as(org, "admin", (ctx) => removeInboundAddress(ctx, { id }));
		expect((await as(org, "viewer", (ctx) => getSending(ctx))).addresses).toEqual([]);
	});
});
