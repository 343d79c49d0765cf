import { addDays } from "#app/base/time.ts";
import type { Found } from "#app/domain/analytics/search/found.ts";
import { searchEverything } from "#app/domain/analytics/search/search-everything.ts";
import { personOfTask } from "#app/domain/assistant/member/rules/person-of-task.ts";
import type { Request } from "#app/domain/assistant/member/rules/understand-request.ts";
import { pathOfFound } from "#app/domain/assistant/member/tools/reading/find-records.ts";
import type { Aids } from "#app/domain/assistant/member/tools/tool.ts";
import { fitsWhen } from "#app/domain/assistant/rules/read-when.ts";
import { wordsOf } from "#app/domain/assistant/rules/text.ts";
import { can } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { type Call, type Gathered, nothing, runTool } from "./run-tools.ts";

export type Caller = (tool: string, input: Call["input"]) => Promise<void>;

/** Acts on the one person or company that is called so, or asks which. */
export async function onNamed(
	ctx: Ctx,
	name: string,
	gathered: Gathered,
	act: (id: string, type: string) => Promise<void>,
	kinds: readonly string[] = ["contact", "account", "deal", "project"],
	spokenOf?: string,
): Promise<boolean> {
	const spoken = kinds.includes("contact") && spokenContact(name, spokenOf);
	if (spoken) {
		await act(spoken, "contact");
		return say(gathered, "I can do this:");
	}
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
	return askWhich(gathered, found);
}

/** Whom "her" means: the contact that was spoken of just before. */
export function spokenContact(name: string, spokenOf: string | undefined): string | undefined {
	return /^(?:her|him|his|she|he|them|their|they|this (?:person|contact|customer))$/i.test(name.trim())
		? spokenOf
		: undefined;
}

/** Tells those of one name apart and asks which is meant; nothing is proposed. */
function askWhich(gathered: Gathered, found: readonly Found[]): true {
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

/**
 * A task for the member who asks, about the one contact whom its words name. Of several of that name it asks which;
 * where they name nobody who is known here, the words alone say it.
 */
export async function remind(
	ctx: Ctx,
	{ title, due, about }: Extract<Request, { kind: "create-task" }>,
	gathered: Gathered,
	call: Caller,
	spokenOf: string | undefined,
): Promise<boolean> {
	const name = about ?? personOfTask(title);
	const spoken = spokenContact(about ?? /\b(?:her|him|them)\b/i.exec(title)?.[0] ?? "", spokenOf);
	const people = name && !spoken ? await contactsCalled(ctx, name) : [];
	if (people.length > 1) return askWhich(gathered, people);
	const contact = spoken ?? people[0]?.id;
	const subject = contact && { type: "contact", id: contact };
	await call("create_task", { title, dueDate: due, ...(subject ? { subject } : {}) });
	return say(gathered, "I can create this task:");
}

/** Contacts of a name, each of whose words begins one of theirs; one who is called exactly so goes before the others. */
async function contactsCalled(ctx: Ctx, name: string): Promise<Found[]> {
	if (!can(ctx.actor, "search.view") || !can(ctx.actor, "contacts.view")) return [];
	const wanted = wordsOf(name);
	const found = (await searchEverything(ctx, name, 5)).filter(({ kind }) => kind === "contact");
	const called = name.includes("@")
		? found
		: found.filter((one) => {
				const own = wordsOf(one.name);
				return wanted.every((word) => own.some((each) => each.startsWith(word)));
			});
	const exact = called.filter((one) => one.name.toLowerCase() === name.toLowerCase());
	return exact.length === 1 ? exact : called;
}

export async function write(
	ctx: Ctx,
	request: Extract<Request, { kind: "write" }>,
	gathered: Gathered,
	call: Caller,
	spokenOf: string | undefined,
): Promise<boolean> {
	const { channel, to, about, isTopic } = request;
	if (!about)
		return say(
			gathered,
			`Say what the ${channel === "email" ? "email" : "text"} is about: “write an email to ${to} about …”.`,
		);
	return onNamed(
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
		spokenOf,
	);
}

function capital(words: string): string {
	return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

export async function moveDeal(
	ctx: Ctx,
	{ deal, stage }: Extract<Request, { kind: "move-deal" }>,
	gathered: Gathered,
	call: Caller,
): Promise<boolean> {
	return onNamed(ctx, deal, gathered, (dealId) => call("move_deal", { dealId, stage }), ["deal"]);
}

/** Sets the stage of the contact, or moves the deal, that is called so. */
export async function setStage(
	ctx: Ctx,
	{ name, stage }: Extract<Request, { kind: "set-stage" }>,
	gathered: Gathered,
	call: Caller,
	spokenOf: string | undefined,
): Promise<boolean> {
	const ofContact = stage
		.toLowerCase()
		.replace(/^former customers?$/, "former")
		.replace(/s$/, "");
	const act = (id: string, type: string) =>
		type === "deal" ? call("move_deal", { dealId: id, stage }) : call("set_stage", { contactId: id, stage: ofContact });
	return onNamed(ctx, name, gathered, act, ["contact", "deal"], spokenOf);
}

export async function book(
	ctx: Ctx,
	{ service, contact, when }: Extract<Request, { kind: "book" }>,
	aids: Aids,
	gathered: Gathered,
	call: Caller,
): Promise<boolean> {
	return onNamed(
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
