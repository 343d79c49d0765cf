import { sql } from "kysely";
import { addDays, DAY, dateAt } from "#app/base/time.ts";
import type { Ctx } from "#db/context.ts";
import { type DemoEvent, eventRow } from "../event-row.ts";
import { DEMO_ORG, memberId, SEEDER } from "../people.ts";
import { seedId } from "../seed-id.ts";
import { seedFields } from "./fields.ts";
import { NOTES } from "./note-content.ts";
import { LINKS, MORE_DEALS, PEOPLE, PLACES, TAGS } from "./record-content.ts";

type Named = { type: "contact" | "account"; id: string };

/** What the demo firm knows of its accounts, people and deals besides: places, notes, tags, relations, own fields. */
export async function seedRecords(ctx: Ctx, firstAt: Date): Promise<void> {
	const people = await ctx.db
		.selectFrom("contacts")
		.select(["id", "last_name"])
		.where("last_name", "in", Object.keys(PEOPLE))
		.where("account_id", "is", null)
		.unionAll(ctx.db.selectFrom("contacts").select(["id", "last_name"]).where("account_id", "is not", null))
		.execute();
	const contacts = new Map(people.map((person) => [person.last_name, person.id]));
	const named = (of: string): Named =>
		of.startsWith("account:")
			? { type: "account", id: seedId(`account ${of.slice(8)}`) }
			: { type: "contact", id: contacts.get(of)! };
	await fillIn(ctx, contacts);
	await seedDeals(ctx, firstAt, contacts);
	await seedNotes(ctx, firstAt, named);
	await seedTags(ctx, firstAt, named);
	await ctx.db
		.insertInto("record_links")
		.values(
			LINKS.map(({ from, label, to }) => {
				const [one, other] = [named(from), named(to)];
				return {
					...{ org_id: DEMO_ORG, id: seedId(`link ${from} ${to}`), label },
					...{ from_type: one.type, from_id: one.id, to_type: other.type, to_id: other.id, created_at: firstAt },
				};
			}),
		)
		.execute();
	await seedFields(ctx, firstAt, contacts);
	await seedHistory(ctx, firstAt);
}

/** Cities, titles and words for what other seeds made with the bare necessities; one statement for each table. */
async function fillIn({ db }: Ctx, contacts: ReadonlyMap<string, string>): Promise<void> {
	const accounts = Object.entries(PLACES).map(([key, { city, lifecycle = "customer", about }], index) => ({
		...{ id: seedId(`account ${key}`), city, lifecycle, about },
		...{ website: `https://www.${key}.example`, phone: `+1206555${String(100 + index).padStart(4, "0")}` },
	}));
	await sql`update accounts a set city = x.city, country = 'United States', description = x.about,
			lifecycle = x.lifecycle, website = x.website, phone = x.phone
		from jsonb_to_recordset(${JSON.stringify(accounts)}::text::jsonb)
			as x (id uuid, city text, lifecycle text, about text, website text, phone text)
		where a.id = x.id`.execute(db);
	const people = Object.entries(PEOPLE).map(([last, { title, city }], index) => ({
		...{ id: contacts.get(last), title, city },
		owner: memberId(`${index % 3 === 0 ? "manager" : "user"}@demo.perigee.test`),
	}));
	await sql`update contacts c set job_title = x.title, city = x.city, country = 'United States', owner_id = x.owner
		from jsonb_to_recordset(${JSON.stringify(people)}::text::jsonb) as x (id uuid, title text, city text, owner uuid)
		where c.id = x.id`.execute(db);
	await sql`update projects p set contact_id = (select c.id from contacts c
			where c.account_id = p.account_id order by c.created_at limit 1),
		starts_on = p.due_on - 21`.execute(db);
}

async function seedDeals({ db }: Ctx, firstAt: Date, contacts: ReadonlyMap<string, string>): Promise<void> {
	const stages = await db.selectFrom("pipeline_stages").select(["id", "pipeline_id", "name", "outcome"]).execute();
	const today = dateAt(firstAt.getTime(), "America/Los_Angeles");
	const rows = MORE_DEALS.map((deal, index) => {
		const stage = stages.find(({ name }) => name === deal.stage)!;
		const stageAt = new Date(firstAt.getTime() - deal.days * DAY);
		return {
			...{ org_id: DEMO_ORG, id: seedId(`deal ${deal.key}`), name: deal.name, value_cents: deal.cents },
			...{ account_id: deal.account ? seedId(`account ${deal.account}`) : null },
			...{ contact_id: deal.who ? contacts.get(deal.who)! : null },
			...{ owner_id: memberId(`${index % 2 === 0 ? "user" : "manager"}@demo.perigee.test`) },
			...{ pipeline_id: stage.pipeline_id, stage_id: stage.id, stage_at: stageAt },
			...{ closed_at: stage.outcome === "open" ? null : stageAt, closes_on: addDays(today, deal.in) },
			...{ lost_reason: "lost" in deal ? deal.lost : null },
			...{ created_at: new Date(stageAt.getTime() - 9 * DAY), updated_at: stageAt },
		};
	});
	await db.insertInto("deals").values(rows).execute();
}

async function seedNotes({ db }: Ctx, firstAt: Date, named: (of: string) => Named): Promise<void> {
	const names: Record<string, string> = { user: "Uma Castell", manager: "Milo Brandt", owner: "Olive Marsh" };
	const rows = NOTES.map(({ of, kind, minutes, days, who, text }, index) => {
		const at = new Date(firstAt.getTime() - days * DAY - index * 1_800_000);
		return {
			...{ org_id: DEMO_ORG, id: seedId(`note ${index}`, at), kind, body: text, minutes, happened_at: at },
			...{ subject_type: named(of).type, subject_id: named(of).id },
			...{ author_id: memberId(`${who}@demo.perigee.test`), author_name: names[who]! },
			...{ created_at: at, updated_at: at },
		};
	});
	await db.insertInto("notes").values(rows).execute();
	const events = rows.map(
		(row): DemoEvent => ({
			...{ at: row.created_at, name: "note.added", subject: { type: "note", id: row.id }, data: { kind: row.kind } },
			actor: { kind: "member", id: row.author_id, name: row.author_name },
			parent: { type: row.subject_type, id: row.subject_id },
		}),
	);
	await db
		.insertInto("events")
		.values(events.map((event) => eventRow(event)) as never)
		.execute();
}

async function seedTags({ db }: Ctx, firstAt: Date, named: (of: string) => Named): Promise<void> {
	const tags = Object.keys(TAGS).map((name) => ({
		org_id: DEMO_ORG,
		id: seedId(`tag ${name}`),
		name,
		created_at: firstAt,
	}));
	await db.insertInto("tags").values(tags).execute();
	const rows = Object.entries(TAGS).flatMap(([name, those]) =>
		those.map((of) => ({
			...{ org_id: DEMO_ORG, tag_id: seedId(`tag ${name}`), created_at: firstAt },
			...{ record_type: named(of).type, record_id: named(of).id },
		})),
	);
	await db.insertInto("record_tags").values(rows).execute();
}

/** That accounts, deals and projects were added: what their timelines begin with. */
async function seedHistory({ db }: Ctx, firstAt: Date): Promise<void> {
	const [accounts, deals, projects] = [
		await db.selectFrom("accounts").select(["id", "name", "created_at"]).execute(),
		await db.selectFrom("deals").select(["id", "name", "created_at", "account_id", "contact_id"]).execute(),
		await db.selectFrom("projects").select(["id", "name", "created_at", "account_id"]).execute(),
	];
	const all = [
		...accounts.map((row) => ({ type: "account", row, parent: undefined })),
		...deals.map((row) => ({ type: "deal", row, parent: parentOf(row.account_id, row.contact_id) })),
		...projects.map((row) => ({ type: "project", row, parent: parentOf(row.account_id, null) })),
	];
	const events = all.map(
		({ type, row, parent }): DemoEvent => ({
			// What was made in this filling bears the database's clock; its history is not from the future.
			at: row.created_at < firstAt ? row.created_at : firstAt,
			...{ name: `${type}.created`, actor: SEEDER, subject: { type, id: row.id } },
			...(parent ? { parent } : {}),
			changes: { name: [null, row.name] },
			data: { version: 1, title: row.name },
		}),
	);
	await db
		.insertInto("events")
		.values(events.map((event) => eventRow(event)) as never)
		.execute();
}

function parentOf(account: string | null, contact: string | null) {
	if (account) return { type: "account", id: account };
	return contact ? { type: "contact", id: contact } : undefined;
}
