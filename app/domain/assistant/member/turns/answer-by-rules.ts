import { AppError } from "#app/base/errors.ts";
import { searchEverything } from "#app/domain/analytics/search/search-everything.ts";
import type { Request } from "#app/domain/assistant/member/rules/understand-request.ts";
import type { Aids } from "#app/domain/assistant/member/tools/tool.ts";
import type { Ctx } from "#db/context.ts";
import { book, type Caller, moveDeal, onNamed, remind, setStage, spokenContact, write } from "./propose-by-rules.ts";
import { type Call, type Gathered, nothing, runTool } from "./run-tools.ts";

/**
 * What rules made of a question. `isKnown`: they understood it; else a model may do better. `isFinal`: there is nothing
 * that a model could say better, and none is asked.
 */
export type RulesAnswer = Gathered & { isKnown: boolean; isFinal: boolean };

/**
 * Answers a request by rules: calls the tools, and says what they brought, in the tools' own words. Changes become
 * proposals. What is no request is looked for in the knowledge and among records.
 */
export async function answerByRules(ctx: Ctx, request: Request, aids: Aids): Promise<RulesAnswer> {
	const gathered = nothing();
	const call = (tool: string, input: Call["input"]) => runTool(ctx, { tool, input }, aids, gathered);
	const isKnown = await carry(ctx, request, aids, gathered, call).catch((error: unknown) => {
		// What the member or their key may not look up is said; the answer stands all the same.
		if (!(error instanceof AppError) || error.status !== 403) throw error;
		gathered.parts.push("Your role does not allow that.");
		return true;
	});
	return { ...gathered, isKnown, isFinal: request.kind === "help" || request.kind === "thanks" };
}

async function carry(ctx: Ctx, request: Request, aids: Aids, gathered: Gathered, call: Caller): Promise<boolean> {
	switch (request.kind) {
		case "help":
			gathered.parts.push(HELP);
			return true;
		case "thanks":
			gathered.parts.push("You are welcome.");
			return true;
		case "decide":
			// Nothing is open, or it would have been decided: a model may know what is answered here.
			gathered.parts.push("Nothing here waits for a yes or a no.");
			return false;
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
		case "count": {
			const { of, which, days, mine } = request;
			await call("count_records", { of, which, ...days, mine });
			return true;
		}
		case "field":
			return tellField(ctx, request, call, aids);
		case "knowledge":
			await call("search_knowledge", { q: request.words });
			if (gathered.sources.length === 0)
				gathered.parts.push(`The knowledge that you may read holds nothing about “${request.words}”.`);
			return gathered.sources.length > 0;
		case "create-task":
			return remind(ctx, request, gathered, call, aids.spokenOf);
		case "note":
			return onNamed(
				ctx,
				request.about,
				gathered,
				(id, type) => call("add_note", { type, id, body: request.body }),
				undefined,
				aids.spokenOf,
			);
		case "write":
			return write(ctx, request, gathered, call, aids.spokenOf);
		case "set-stage":
			return setStage(ctx, request, gathered, call, aids.spokenOf);
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

/** One field of the one record that is called so; of several it asks which, of none the knowledge is asked. */
async function tellField(
	ctx: Ctx,
	{ name, field }: Extract<Request, { kind: "field" }>,
	call: Caller,
	aids: Aids,
): Promise<boolean> {
	const spoken = spokenContact(name, aids.spokenOf);
	if (spoken) {
		await call("read_record", { type: "contact", id: spoken, only: field });
		return true;
	}
	const kinds = ["contact", "account", "deal", "project"];
	const found = (await searchEverything(ctx, name, 5)).filter(({ kind }) => kinds.includes(kind));
	const exact = found.filter((one) => one.name.toLowerCase() === name.toLowerCase());
	const [only] = exact.length === 1 ? exact : found;
	if (!only) {
		await call("search_knowledge", { q: `${field} ${name}` });
		return false;
	}
	if (found.length === 1 || exact.length === 1)
		await call("read_record", { type: only.kind, id: only.id, only: field });
	else await call("find_records", { q: name });
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
