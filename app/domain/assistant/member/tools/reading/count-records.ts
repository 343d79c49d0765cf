import { type RawBuilder, sql } from "kysely";
import { z } from "zod";
import { dateAt, dayBounds } from "#app/base/time.ts";
import { sayDate } from "#app/base/words/say-time.ts";
import { COUNTED, type Counted, WHICH } from "#app/domain/assistant/member/rules/read-count.ts";
import { memberOf } from "#app/domain/assistant/member/threads/lock-thread.ts";
import { can, type PermissionName } from "#app/domain/identity/policy.ts";
import { readableDocuments } from "#app/domain/knowledge/collections/readable.ts";
import type { Ctx } from "#db/context.ts";
import type { ReadTool } from "../tool.ts";

const Input = z.object({
	of: z.enum(COUNTED),
	which: z.enum(WHICH).optional().describe("absent: all; of tasks and appointments those that are open or to come"),
	from: z.iso.date().optional().describe("Of these days: when they came, are due, or take place"),
	to: z.iso.date().optional(),
	mine: z.boolean().default(false).describe("Only the member's own"),
});
type Input = z.output<typeof Input>;

/** Counts stop here, so that none reads a whole large table: "10,000+" is as good an answer. */
const MOST = 10_000;

/** How many contacts, deals, tasks and so on there are. */
export const countRecords: ReadTool<Input> = {
	name: "count_records",
	purpose: "Count contacts, accounts, deals, projects, leads, tasks, appointments or documents, by state and days.",
	permission: "search.view",
	input: Input,
	async read(ctx, input, { zone }) {
		const kind = KINDS[input.of];
		if (!can(ctx.actor, kind.permission)) return { heading: "Your role does not allow that.", lines: [] };
		const { from, to } = input;
		const span = from ? { from, to: to ?? from } : undefined;
		const rows = await kind.rows(ctx, { ...input, zone, span });
		const counted = sql<{ count: string }>`select count(*) as count from (select 1 ${rows} limit ${MOST + 1}) c`;
		const count = Number((await counted.execute(ctx.db)).rows[0]!.count);
		const said = count > MOST ? `${MOST.toLocaleString("en")}+` : count.toLocaleString("en");
		const [one, many] = kind.nouns;
		const which = kind.said(input);
		const words = [
			count === 0 ? "no" : said,
			input.mine ? "of your own" : "",
			which,
			count === 1 ? one : many,
			span
				? `${kind.when} ${span.from === span.to ? sayDate(span.from) : `${sayDate(span.from)} to ${sayDate(span.to)}`}`
				: "",
		].filter(Boolean);
		return {
			heading: "",
			lines: [
				{
					text: `There ${count === 1 ? "is" : "are"} ${words.join(" ")}.`,
					finding: { title: kind.list, href: kind.href },
				},
			],
		};
	},
};

type Asked = Input & { zone: string; span: { from: string; to: string } | undefined };
type Sql = RawBuilder<unknown>;

type Kind = {
	permission: PermissionName;
	nouns: [one: string, many: string];
	/** The state in words, as it was understood. */
	said(input: Input): string;
	/** What the days say of them. */
	when: string;
	list: string;
	href: string;
	/** From where, and which: an index leads to them. */
	rows(ctx: Ctx, asked: Asked): Promise<Sql> | Sql;
};

/** Instants within the days, whole days of the member's zone. */
const within = (column: Sql, { span, zone }: Asked): Sql =>
	span
		? sql`and ${column} >= ${new Date(dayBounds(span.from, zone).startsAt)} and ${column} < ${new Date(dayBounds(span.to, zone).endsAt)}`
		: sql``;
const onDays = (column: Sql, { span }: Asked): Sql =>
	span ? sql`and ${column} between ${span.from}::date and ${span.to}::date` : sql``;
const owned = async (ctx: Ctx, column: Sql, { mine }: Asked): Promise<Sql> =>
	mine ? sql`and ${column} = ${await memberOf(ctx)}` : sql``;

const stage = (name: string): Sql => sql`and r.stage = ${name}`;
const contacts = (nouns: Kind["nouns"], more: Sql, href: string): Kind => ({
	permission: "contacts.view",
	nouns,
	said: () => "",
	when: "added from",
	list: "Contacts",
	href,
	rows: async (ctx, asked) =>
		sql`from contacts r where r.org_id = ${ctx.org} and r.deleted_at is null ${more} ${within(sql`r.created_at`, asked)} ${await owned(ctx, sql`r.owner_id`, asked)}`,
});

const KINDS: Record<Counted, Kind> = {
	contact: contacts(["contact", "contacts"], sql``, "/contacts"),
	customer: contacts(["customer", "customers"], stage("customer"), "/contacts?stage=customer"),
	prospect: contacts(["prospect", "prospects"], stage("prospect"), "/contacts?stage=prospect"),
	account: {
		...{
			permission: "accounts.view",
			nouns: ["account", "accounts"],
			when: "added from",
			list: "Accounts",
			href: "/accounts",
		},
		said: () => "",
		rows: async (ctx, asked) =>
			sql`from accounts r where r.org_id = ${ctx.org} and r.deleted_at is null ${within(sql`r.created_at`, asked)} ${await owned(ctx, sql`r.owner_id`, asked)}`,
	},
	deal: {
		...{ permission: "deals.view", nouns: ["deal", "deals"], list: "Deals", href: "/deals" },
		when: "that close from",
		said: ({ which }) => (which && which !== "overdue" ? which : ""),
		rows: async (ctx, asked) => sql`from deals r where r.org_id = ${ctx.org} and r.deleted_at is null
			${asked.which === "open" || asked.which === "new" ? sql`and r.closed_at is null` : sql``}
			${asked.which === "won" || asked.which === "lost" ? sql`and r.stage_id in (select s.id from pipeline_stages s where s.org_id = r.org_id and s.outcome = ${asked.which})` : sql``}
			${onDays(sql`r.closes_on`, asked)} ${await owned(ctx, sql`r.owner_id`, asked)}`,
	},
	project: {
		...{ permission: "projects.view", nouns: ["project", "projects"], list: "Projects", href: "/projects" },
		when: "due from",
		said: ({ which }) => (which === "open" ? "open" : ""),
		rows: async (ctx, asked) => sql`from projects r where r.org_id = ${ctx.org} and r.deleted_at is null
			${asked.which === "open" ? sql`and r.state in ('planned', 'active', 'paused')` : sql``}
			${onDays(sql`r.due_on`, asked)} ${await owned(ctx, sql`r.owner_id`, asked)}`,
	},
	lead: {
		...{ permission: "leads.view", nouns: ["lead", "leads"], list: "Leads", href: "/leads" },
		when: "that came in from",
		said: ({ which }) => (which && which !== "overdue" ? which : ""),
		rows: async (ctx, asked) => sql`from leads r where r.org_id = ${ctx.org}
			${asked.which === "open" ? sql`and r.state not in ('won', 'lost')` : sql``}
			${asked.which === "new" || asked.which === "won" || asked.which === "lost" ? sql`and r.state = ${asked.which}` : sql``}
			${within(sql`r.created_at`, asked)} ${await owned(ctx, sql`r.owner_id`, asked)}`,
	},
	task: {
		...{ permission: "tasks.view", nouns: ["task", "tasks"], list: "Tasks", href: "/tasks" },
		when: "due from",
		said: ({ which }) => (which === "overdue" ? "overdue" : "open"),
		rows: async (ctx, asked) => sql`from tasks r where r.org_id = ${ctx.org} and r.state = 'open'
			${asked.which === "overdue" ? sql`and r.due_on < ${dateAt(ctx.now.getTime(), asked.zone)}::date` : sql``}
			${onDays(sql`r.due_on`, asked)} ${await owned(ctx, sql`r.member_id`, asked)}`,
	},
	appointment: {
		...{ permission: "appointments.view", nouns: ["appointment", "appointments"], list: "Calendar", href: "/calendar" },
		when: "from",
		said: () => "booked",
		rows: async (ctx, asked) => sql`from appointments r where r.org_id = ${ctx.org} and r.state = 'booked'
			${asked.span ? within(sql`r.starts_at`, asked) : sql`and r.starts_at >= ${ctx.now}`} ${await owned(ctx, sql`r.member_id`, asked)}`,
	},
	document: {
		...{ permission: "knowledge.view", nouns: ["document", "documents"], list: "Knowledge", href: "/knowledge" },
		when: "added from",
		said: () => "",
		rows: (ctx, asked) => sql`from documents r where r.org_id = ${ctx.org} and r.id in (${readableDocuments(ctx)})
			and not (r.state = 'failed' and r.current_version_id is null) ${within(sql`r.created_at`, asked)}`,
	},
};
