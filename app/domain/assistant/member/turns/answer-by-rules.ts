import { addDays } from "#app/base/time.ts";
import { searchEverything } from "#app/domain/analytics/search/search-everything.ts";
import { type Request, understandRequest } from "#app/domain/assistant/member/rules/understand-request.ts";
import { pathOfFound } from "#app/domain/assistant/member/tools/find-records.ts";
import type { Aids } from "#app/domain/assistant/member/tools/tool.ts";
import { fitsWhen } from "#app/domain/assistant/rules/read-when.ts";
import type { Ctx } from "#db/context.ts";
import type { OpenQuestion } from "./open-question.ts";
import { type Call, type Gathered, nothing, runTool } from "./run-tools.ts";

/** What rules made of a question. `isKnown`: they understood it; else a model may do better. */
export type RulesAnswer = Gathered & { isKnown: boolean };

/**
 * Answers a question by rules: reads what is wanted, calls the tools, and says what they brought, in the tools' own
 * words. Changes become proposals. What is no request is looked for in the knowledge and among records.
 */
export async function answerByRules(ctx: Ctx, question: OpenQuestion, aids: Aids): Promise<RulesAnswer> {
	const request = understandRequest(question.text, ctx.now.getTime(), aids.zone);
	const gathered = nothing();
	const call = (tool: string, input: Call["input"]) => runTool(ctx, { tool, input }, aids, gathered);
	const isKnown = await carry(ctx, request, aids, gathered, call);
	return { ...gathered, isKnown };
}

type Caller = (tool: string, input: Call["input"]) => Promise<void>;

async function carry(ctx: Ctx, request: Request, aids: Aids, gathered: Gathered, call: Caller): Promise<boolean> {
	switch (request.kind) {
		case "help":
			gathered.parts.push(HELP);
			return true;
		case "waiting":
			await call("list_waiting", {});
			return true;
		case "tasks":
			await call("list_tasks", { whose: request.whose, due: request.due });
			return true;
		case "appointments":
			await call("list_appointments", { ...request.days });
			return true;
		case "deals":
			await call("list_deals", { ...request.days });
			return true;
		case "times":
			await call("find_times", { service: request.service, ...request.days });
			return true;
		case "price":
			await call("find_services", { q: request.words });
			await call("search_knowledge", { q: request.words });
			return true;
		case "find":
			return find(ctx, request.name, gathered, call);
		case "create-task":
			await call("create_task", { title: request.title, dueDate: request.due });
			return say(gathered, "I can create this task:");
		case "note":
			return onPerson(ctx, request.about, gathered, (id, type) => call("add_note", { type, id, body: request.body }));
		case "write":
			return write(ctx, request, gathered, call);
		case "move-deal":
			return moveDeal(ctx, request, gathered, call);
		case "book":
			return book(ctx, request, aids, gathered, call);
		case "question":
			await call("search_knowledge", { q: request.words });
			return false;
	}
}

/** The one record that is called so is read; of several the names are told. */
async function find(ctx: Ctx, name: string, _gathered: Gathered, call: Caller): Promise<boolean> {
	const found = await searchEverything(ctx, name, 5);
	const records = found.filter(({ kind }) => kind !== "lead" && kind !== "task");
	const [only] = records;
	if (only && records.length === 1) await call("read_record", { type: only.kind, id: only.id });
	else await call("find_records", { q: name });
	if (found.length === 0) await call("search_knowledge", { q: name });
	return true;
}

/** Acts on the one person or company that is called so, or asks which. */
async function onPerson(
	ctx: Ctx,
	name: string,
	gathered: Gathered,
	act: (id: string, type: string) => Promise<void>,
	kinds: readonly string[] = ["contact", "account", "deal", "project"],
): Promise<boolean> {
	const found = (await searchEverything(ctx, name, 5)).filter(({ kind }) => kinds.includes(kind));
	const exact = found.filter((one) => one.name.toLowerCase() === name.toLowerCase());
	const [only] = exact.length === 1 ? exact : found;
	if (only && (found.length === 1 || exact.length === 1)) {
		await act(only.id, only.kind);
		return say(gathered, "I can do this:");
	}
	if (found.length === 0)
		return say(
			gathered,
			`Nobody and nothing here is called “${name}”. Look at the spelling, or name an email address.`,
		);
	for (const one of found) {
		gathered.sources.push({
			mark: gathered.sources.length + 1,
			title: one.name,
			note: one.kind,
			href: pathOfFound(one),
		});
	}
	const names = found.map(
		(one, index) => `- ${one.name} (${one.kind}${one.note ? `, ${one.note}` : ""}) [${index + 1}]`,
	);
	return say(gathered, [`Which one do you mean? Ask again with the whole name or the address.`, ...names].join("\n"));
}

async function write(
	ctx: Ctx,
	request: Extract<Request, { kind: "write" }>,
	gathered: Gathered,
	call: Caller,
): Promise<boolean> {
	const { channel, to, about, isTopic } = request;
	if (!about)
		return say(
			gathered,
			`Say what the ${channel === "email" ? "email" : "text"} is about: “write an email to ${to} about …”.`,
		);
	return onPerson(
		ctx,
		to,
		gathered,
		async (contactId) => {
			const first = (
				await ctx.db.selectFrom("contacts").select("first_name").where("id", "=", contactId).executeTakeFirst()
			)?.first_name;
			// A topic is no sentence, and "her visit" is "your visit" to who reads it.
			const topic = about.replace(/^(?:her|his|their)\b/i, "your");
			const subject = capital(isTopic ? topic : about);
			const said = `${isTopic ? `I am writing to you about ${topic}` : subject}${/[.!?]$/.test(about) ? "" : "."}`;
			const text = `Hello${first ? ` ${first}` : ""},\n\n${said}`;
			const words = channel === "sms" ? text.replaceAll("\n\n", " ") : text;
			await call("write_message", { contactId, channel, subject: subject.slice(0, 80), text: words });
		},
		["contact"],
	);
}

function capital(words: string): string {
	return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

async function moveDeal(
	ctx: Ctx,
	{ deal, stage }: Extract<Request, { kind: "move-deal" }>,
	gathered: Gathered,
	call: Caller,
): Promise<boolean> {
	return onPerson(ctx, deal, gathered, (dealId) => call("move_deal", { dealId, stage }), ["deal"]);
}

async function book(
	ctx: Ctx,
	{ service, contact, when }: Extract<Request, { kind: "book" }>,
	aids: Aids,
	gathered: Gathered,
	call: Caller,
): Promise<boolean> {
	return onPerson(
		ctx,
		contact,
		gathered,
		async (contactId) => {
			const looked = nothing();
			const days = when?.days ?? undefined;
			await runTool(
				ctx,
				{
					tool: "find_times",
					input: {
						service,
						...(days ? { from: days.from, to: days.to === days.from ? addDays(days.to, 0) : days.to } : {}),
					},
				},
				aids,
				looked,
			);
			const serviceId = /\(service ([0-9a-f-]{36})\)/.exec(looked.parts[0] ?? "")?.[1];
			const free = [...(looked.parts[0] ?? "").matchAll(/\((\d{4}-\d\d-\d\dT[\d:.]+Z)\)/g)].map(([, at]) => at!);
			const startsAt = free.find((at) => !when || fitsWhen(Date.parse(at), when, aids.zone)) ?? free[0];
			if (serviceId && startsAt) await call("book_appointment", { contactId, serviceId, startsAt });
			else gathered.parts.push(looked.parts[0] ?? "No free time was found.");
		},
		["contact"],
	);
}

/** Puts a line before what was gathered. */
function say(gathered: Gathered, line: string): true {
	if (gathered.proposals.length > 0 || gathered.parts.length === 0) gathered.parts.unshift(line);
	return true;
}

const HELP = [
	"Ask in your own words. I look things up in your customers' records, the calendar and the knowledge, and I propose changes that happen once you confirm them. For instance:",
	"- Show pending intakes",
	"- What is due today?",
	"- Find Ann Kramer",
	"- Deals closing next week",
	"- Remind me to call Ann tomorrow",
	"- Write an email to Ann about her appointment",
].join("\n");
