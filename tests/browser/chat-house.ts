import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { newId } from "#app/base/ids.ts";
import { boot } from "#app/boot.ts";
import { createPublicLink } from "#app/domain/messaging/create-public-link.ts";
import { inOrg } from "#db/context.ts";
import { DEMO_ORG, SEEDER, seedPeople } from "#db/seed/people.ts";
import { locationId, seedPlaces } from "#db/seed/places.ts";
import { type AppProcess, startApp } from "#tests/support/process.ts";

export type ChatHouse = {
	app: AppProcess;
	/** What its process was started with, to start another on the same data. */
	env: Record<string, string>;
	chats: { path: string; conversationId: string }[];
	revoked: string;
};

const SERVICES: [string, number, number][] = [
	["Full vehicle window tint, ceramic", 54_900, 240],
	["Chrome delete", 49_900, 240],
	["Interior detail", 16_900, 150],
];

/** The built product on a database of its own: demo people and places, and customers with chat links. */
export async function openChatHouse(
	customers: readonly string[],
	env: Record<string, string> = {},
): Promise<ChatHouse> {
	const dataDir = mkdtempSync(join(tmpdir(), "perigee-chat-"));
	afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
	const settings = { DATA_DIR: dataDir, DEMO_DATA: "false", LOG_LEVEL: "error" };
	const booted = await boot("all", { ...settings, NODE_ENV: "test" });
	await seedPeople();
	await seedPlaces();
	const chats = [];
	await fillCatalogue();
	for (const name of customers) chats.push(await openChat(name));
	const revoked = (await openChat("Rita", true)).path;
	await booted.close();
	const all = { ...settings, ...env };
	return { app: await startApp({ env: all }), env: all, chats, revoked };
}

function inDemo<T>(fn: Parameters<typeof inOrg<T>>[1]): Promise<T> {
	return inOrg({ org: DEMO_ORG, actor: SEEDER, requestId: newId() }, fn);
}

async function fillCatalogue(): Promise<void> {
	const shared = { org_id: DEMO_ORG, location_id: locationId("lakeside") };
	await inDemo(async ({ db }) => {
		await db.deleteFrom("services").where("location_id", "=", shared.location_id).execute();
		const rows = SERVICES.map(([name, price_cents, duration_minutes]) => ({
			...shared,
			id: newId(),
			name,
			price_cents,
			duration_minutes,
		}));
		await db.insertInto("services").values(rows).execute();
	});
}

async function openChat(name: string, isRevoked = false): Promise<{ path: string; conversationId: string }> {
	const [contactId, conversationId] = [newId(), newId()];
	return inDemo(async (ctx) => {
		const email = `${name.toLowerCase()}@example.test`;
		const contact = { org_id: DEMO_ORG, id: contactId, first_name: name, last_name: "Reader", email };
		await ctx.db.insertInto("contacts").values(contact).execute();
		const place = { location_id: locationId("lakeside"), subject: "Estimate" };
		const conversation = { org_id: DEMO_ORG, id: conversationId, contact_id: contactId, ...place };
		await ctx.db.insertInto("conversations").values(conversation).execute();
		const link = await createPublicLink(ctx, { kind: "chat", subjectId: conversationId, contactId });
		if (isRevoked) {
			await ctx.db.updateTable("public_links").set({ revoked_at: ctx.now }).where("id", "=", link.id).execute();
		}
		return { path: new URL(link.url).pathname, conversationId };
	});
}
