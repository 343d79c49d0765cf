import { addDays, DAY, dateAt } from "#app/base/time.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { type DemoEvent, eventRow } from "../event-row.ts";
import { DEMO_ORG, memberId, SEEDER } from "../people.ts";
import { seedId } from "../seed-id.ts";
import { ACCOUNTS, AGENTS, CONTACTS, DEALS, PROJECTS, TASKS, TEMPLATES } from "./firm-content.ts";

/** The demo firm's accounts in every renewal stage, their people, deals and projects, its tasks, agents and texts. */
export async function seedFirm(ctx: Ctx, firstAt: Date): Promise<void> {
	await seedAccounts(ctx, firstAt);
	await seedContacts(ctx, firstAt);
	await seedWork(ctx, firstAt);
	await seedTexts(ctx);
	const rows = history(firstAt).map((event) => eventRow(event));
	await ctx.db
		.insertInto("events")
		.values(rows as never)
		.execute();
}

async function seedAccounts({ db }: Ctx, firstAt: Date): Promise<void> {
	const rows = ACCOUNTS.map((account, index) => ({
		org_id: DEMO_ORG,
		id: accountId(account.key),
		name: account.name,
		domain: `${account.key}.example`,
		industry: account.industry,
		arr_cents: account.arr * 100,
		previous_arr_cents: account.before === null ? null : account.before * 100,
		renewal_on: inDays(firstAt, account.in),
		health: account.health,
		risk: 100 - account.health,
		opportunity: 25 + ((index * 17) % 60),
		owner_id: memberId(index % 2 === 0 ? "manager@demo.perigee.test" : "owner@demo.perigee.test"),
		created_at: accountMade(firstAt, index),
		updated_at: accountMade(firstAt, index),
	}));
	await db.insertInto("accounts").values(rows).execute();
}

async function seedContacts({ db }: Ctx, firstAt: Date): Promise<void> {
	const rows = CONTACTS.map((contact, index) => {
		const createdAt = accountMade(firstAt, index);
		return {
			org_id: DEMO_ORG,
			id: contactId(contact.last, createdAt),
			stage: contact.stage,
			first_name: contact.first,
			last_name: contact.last,
			email: `${contact.first}.${contact.last}@${contact.account ?? contact.role}.example`.toLowerCase(),
			phone: `+1602555${String(130 + index).padStart(4, "0")}`,
			account_id: contact.account ? accountId(contact.account) : null,
			created_at: createdAt,
			updated_at: createdAt,
		};
	});
	await db.insertInto("contacts").values(rows).execute();
}

async function seedWork({ db }: Ctx, firstAt: Date): Promise<void> {
	const owner = memberId("manager@demo.perigee.test");
	const stages = await db.selectFrom("pipeline_stages").select(["id", "pipeline_id", "name", "outcome"]).execute();
	const stageOf = (name: string) => stages.find((stage) => stage.name.toLowerCase() === name)!;
	const deals = DEALS.map((deal) => ({
		org_id: DEMO_ORG,
		id: seedId(`deal ${deal.key}`),
		name: deal.name,
		account_id: accountId(deal.account),
		owner_id: owner,
		pipeline_id: stageOf(deal.stage).pipeline_id,
		stage_id: stageOf(deal.stage).id,
		stage_at: firstAt,
		closed_at: stageOf(deal.stage).outcome === "open" ? null : firstAt,
		value_cents: deal.cents,
		closes_on: inDays(firstAt, deal.in),
	}));
	await db.insertInto("deals").values(deals).execute();
	const projects = PROJECTS.map((project) => ({
		org_id: DEMO_ORG,
		id: seedId(`project ${project.key}`),
		name: project.name,
		account_id: accountId(project.account),
		owner_id: owner,
		state: project.state,
		due_on: inDays(firstAt, project.in),
	}));
	await db.insertInto("projects").values(projects).execute();
	const agents = AGENTS.map((agent) => ({
		org_id: DEMO_ORG,
		id: agentId(agent.name),
		...agent,
		limits: jsonb({ messagesADay: 40 }),
	}));
	await db.insertInto("agents").values(agents).execute();
	await db
		.insertInto("tasks")
		.values(TASKS.map((task, index) => taskRow(task, index, firstAt)))
		.execute();
}

function taskRow(task: (typeof TASKS)[number], index: number, firstAt: Date) {
	const isAgents = AGENTS.some((agent) => agent.name === task.who);
	return {
		org_id: DEMO_ORG,
		id: seedId(`task ${index}`),
		title: task.title,
		priority: task.priority,
		due_on: inDays(firstAt, task.in),
		member_id: isAgents ? null : memberId(`${task.who}@demo.perigee.test`),
		agent_id: isAgents ? agentId(task.who) : null,
		subject_type: task.account ? "account" : null,
		subject_id: task.account ? accountId(task.account) : null,
		created_at: new Date(firstAt.getTime() - (index + 1) * DAY),
	};
}

async function seedTexts({ db }: Ctx): Promise<void> {
	const ids = TEMPLATES.map(({ name }) => seedId(`template ${name}`));
	await db
		.insertInto("message_templates")
		.values(TEMPLATES.map(({ name, channel }, index) => ({ org_id: DEMO_ORG, id: ids[index]!, name, channel })))
		.execute();
	const versions = TEMPLATES.map(({ name, subject, body }, index) => ({
		org_id: DEMO_ORG,
		id: seedId(`template version ${name}`),
		template_id: ids[index]!,
		number: 1,
		subject,
		body,
	}));
	await db.insertInto("message_template_versions").values(versions).execute();
}

/** What the log says of this: that its people came. How accounts and deals come and change has no events. */
function history(firstAt: Date): DemoEvent[] {
	return CONTACTS.map(({ last, stage }, index) => {
		const at = accountMade(firstAt, index);
		const subject = { type: "contact", id: contactId(last, at) };
		return { at, name: "contact.created", actor: SEEDER, subject, data: { stage } };
	});
}

const accountId = (key: string) => seedId(`account ${key}`);
const agentId = (name: string) => seedId(`agent ${name}`);
const contactId = (last: string, at: Date) => seedId(`contact ${last}`, at);
const accountMade = (firstAt: Date, index: number) => new Date(firstAt.getTime() - (400 - index * 23) * DAY);
const inDays = (firstAt: Date, days: number) => addDays(dateAt(firstAt.getTime(), "America/Los_Angeles"), days);
