import { AppError } from "#app/base/errors.ts";
import { CHANGE_TOOLS, READ_TOOLS } from "#app/domain/assistant/member/tools/registry.ts";
import type { Aids, ChangeTool, Finding, ReadTool } from "#app/domain/assistant/member/tools/tool.ts";
import { can } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { Source } from "../schema.ts";
import type { NewProposal } from "./keep-answer.ts";

/** A tool as somebody wants it called: rules, or a model whose words are checked here. */
export type Call = { tool: string; input: Record<string, unknown> };

/** What the calls of one answer brought together: words with marks, the findings behind them, and proposals. */
export type Gathered = {
	parts: string[];
	sources: Source[];
	proposals: NewProposal[];
	links: { label: string; href: string }[];
};

export const nothing = (): Gathered => ({ parts: [], sources: [], proposals: [], links: [] });

/** What a member's assistant may propose at once: a model that proposes more is not understood but wild. */
const MOST_PROPOSALS = 3;

/**
 * Calls one tool as the member: reads at once, makes a proposal of a change. What the member may not, what is not there
 * and what makes no sense becomes a line that says so, never an exception: an answer goes on without it.
 */
export async function runTool(ctx: Ctx, { tool, input }: Call, aids: Aids, gathered: Gathered): Promise<void> {
	const read = READ_TOOLS.find(({ name }) => name === tool) as ReadTool<unknown> | undefined;
	const change = CHANGE_TOOLS.find(({ name }) => name === tool) as ChangeTool<unknown> | undefined;
	const found = read ?? change;
	if (!found) return void gathered.parts.push(`There is no tool called ${tool.slice(0, 40)}.`);
	if (!can(ctx.actor, found.permission)) return void gathered.parts.push("Your role does not allow that.");
	const parsed = found.input.safeParse(input);
	if (!parsed.success)
		return void gathered.parts.push(`${tool}: ${parsed.error.issues.map((issue) => issue.message).join("; ")}`);
	try {
		if (read) addReading(gathered, await read.read(ctx, parsed.data, aids));
		else if (change) await propose(ctx, change, parsed.data as Record<string, unknown>, aids, gathered);
	} catch (error) {
		if (!(error instanceof AppError)) throw error;
		gathered.parts.push(error.message);
	}
}

async function propose(
	ctx: Ctx,
	change: ChangeTool<unknown>,
	input: Record<string, unknown>,
	aids: Aids,
	gathered: Gathered,
): Promise<void> {
	if (gathered.proposals.length >= MOST_PROPOSALS) return;
	const words = await change.words(ctx, input, aids);
	gathered.proposals.push({ tool: change.name, input, words });
}

function addReading(
	gathered: Gathered,
	{ heading, lines, more }: Awaited<ReturnType<ReadTool<unknown>["read"]>>,
): void {
	const told = lines.map(({ text, finding }) => `${text}${finding ? ` [${markOf(gathered, finding)}]` : ""}`);
	// One line that needs no heading is a sentence and no list.
	if (heading === "" && told.length === 1) gathered.parts.push(told[0]!);
	else gathered.parts.push([heading, ...told.map((line) => `- ${line}`)].join("\n"));
	if (more) gathered.links.push(more);
}

/** The number of a finding in the answer; the same thing found twice keeps its number. */
function markOf({ sources }: Gathered, { title, note = "", href, quote }: Finding): number {
	const known = sources.find((source) => source.href === href && source.quote === quote);
	if (known) return known.mark;
	const mark = sources.length + 1;
	sources.push({ mark, title: title.slice(0, 200), note, href, ...(quote ? { quote: quote.slice(0, 600) } : {}) });
	return mark;
}
