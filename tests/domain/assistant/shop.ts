import { newId } from "#app/base/ids.ts";
import { receiveChatLine } from "#app/domain/assistant/receive-chat-line.ts";
import { type ChatAct, type ChatPart, ChatParts } from "#app/domain/assistant/schema.ts";
import { answerChatLine } from "#app/domain/assistant/turns/answer-chat-line.ts";
import { providers } from "#app/providers/open.ts";
import { jsonb } from "#db/client.ts";
import { type Actor, inOrg } from "#db/context.ts";
import { asActor, makeOrg, SYSTEM, type TestOrg } from "#tests/support/house.ts";

/** Saturday 21 November 2026, 9:00 am in Chicago. */
export const NOW = new Date("2026-11-21T15:00:00Z");

const WEEK = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: "08:00", closes: "17:30" }));

const CATALOGUE: [string, number | null, number | null][] = [
	["Full vehicle window tint, ceramic", 54_900, 240],
	["Two front windows tint, ceramic", 18_900, 90],
	["Chrome delete", 49_900, 240],
	["Interior detail", 16_900, 150],
	["Custom pinstripes", null, null],
];

export type Shop = {
	org: TestOrg;
	locationId: string;
	services: Record<string, string>;
	/** A new customer with a lead (for `services`, if any) and an open conversation. */
	customer(name?: string, services?: string[]): Promise<Customer>;
};

export type Customer = {
	contactId: string;
	conversationId: string;
	leadId: string;
	actor: Actor;
	/** Writes a line (or presses a button) and gives back the answer. */
	says(line: string | ChatAct, options?: { now?: Date; key?: string }): Promise<Said>;
	thread(): Promise<Said[]>;
};

export type Said = {
	id: string;
	text: string;
	parts: ChatPart[];
	source: string | null;
	provider: string | null;
	model: string | null;
	tokensOut: number | null;
	costMicros: number | null;
	direction: string;
	authorKind: string;
	isWriting: boolean;
};

/** A shop with hours Monday to Friday, one bay and a small catalogue. */
export async function makeShop(): Promise<Shop> {
	const org = await makeOrg("Lakeside");
	const locationId = newId();
	const services: Record<string, string> = {};
	await asActor(org.id, SYSTEM, async ({ db }) => {
		const place = {
			org_id: org.id,
			id: locationId,
			name: "Lakeside Tint",
			slug: "lakeside",
			time_zone: "America/Chicago",
		};
		await db
			.insertInto("locations")
			.values({ ...place, phone: "+14145550101" })
			.execute();
		await db
			.insertInto("schedules")
			.values({
				org_id: org.id,
				id: newId(),
				location_id: locationId,
				time_zone: "America/Chicago",
				weekly_hours: jsonb(WEEK),
				exceptions: jsonb([{ date: "2026-11-27", name: "Day after Thanksgiving", closed: true }]),
			})
			.execute();
		for (const [name, price_cents, duration_minutes] of CATALOGUE) {
			services[name] = newId();
			const row = { org_id: org.id, id: services[name]!, location_id: locationId, name, price_cents, duration_minutes };
			await db.insertInto("services").values(row).execute();
		}
	});
	return { org, locationId, services, customer: (name = "Ann", wanted) => makeCustomer(org, locationId, name, wanted) };
}

async function makeCustomer(
	org: TestOrg,
	locationId: string,
	name: string,
	services: string[] = [],
): Promise<Customer> {
	const [contactId, conversationId, leadId] = [newId(), newId(), newId()];
	const email = `${contactId.slice(-12)}@example.test`;
	await asActor(org.id, SYSTEM, async ({ db }) => {
		const contact = {
			org_id: org.id,
			id: contactId,
			first_name: name,
			last_name: "Miller",
			email,
			phone: "+14145550177",
		};
		await db.insertInto("contacts").values(contact).execute();
		const conversation = { org_id: org.id, id: conversationId, contact_id: contactId, location_id: locationId };
		await db.insertInto("conversations").values(conversation).execute();
		await db
			.insertInto("leads")
			.values({
				org_id: org.id,
				id: leadId,
				contact_id: contactId,
				location_id: locationId,
				conversation_id: conversationId,
				source: "shop",
				title: "Estimate",
				services,
			})
			.execute();
	});
	const actor: Actor = { kind: "customer", id: contactId, name };
	const thread = () => readThread(org.id, conversationId);
	const says: Customer["says"] = async (line, options = {}) => {
		const scope = { org: org.id, actor, requestId: newId(), now: options.now ?? NOW };
		const said = typeof line === "string" ? { text: line } : { act: line };
		const received = await inOrg(scope, (ctx) =>
			receiveChatLine(ctx, { conversationId, key: options.key ?? newId(), ...said }),
		);
		if (received.answer) await answerChatLine(scope, received.answer, providers().models);
		return (await thread()).at(-1)!;
	};
	return { contactId, conversationId, leadId, actor, says, thread };
}

async function readThread(orgId: string, conversationId: string): Promise<Said[]> {
	const rows = await asActor(orgId, SYSTEM, ({ db }) =>
		db.selectFrom("messages").selectAll().where("conversation_id", "=", conversationId).orderBy("id").execute(),
	);
	return rows.map((row) => ({
		id: row.id,
		text: row.body_text,
		parts: ChatParts.parse(row.parts).chat ?? [],
		source: row.source,
		provider: row.model_provider,
		model: row.model,
		tokensOut: row.tokens_out,
		costMicros: row.cost_micros,
		direction: row.direction,
		authorKind: row.author_kind,
		isWriting: row.writing_until !== null,
	}));
}

/** The acts of the times an answer offers. */
export function slotsOf({ parts }: Said): { startsAt: string; act: ChatAct }[] {
	return parts.flatMap((part) => (part.kind === "slots" ? part.slots : []));
}

/** The act of an answer's yes. */
export function yesOf({ parts }: Said): ChatAct {
	const confirm = parts.find((part) => part.kind === "confirm");
	if (confirm?.kind !== "confirm" || !confirm.yes.act) throw new Error("nothing to confirm");
	return confirm.yes.act;
}

export async function appointmentsOf(shop: Shop) {
	return asActor(shop.org.id, SYSTEM, ({ db }) =>
		db.selectFrom("appointments").selectAll().where("location_id", "=", shop.locationId).orderBy("id").execute(),
	);
}
