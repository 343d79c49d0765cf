import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { LIST_NOUNS } from "#app/domain/crm/records/schema.ts";
import { type LeadAct, NewLeadBatch } from "#app/domain/leads/bulk/schema.ts";
import { startLeadBatch } from "#app/domain/leads/bulk/start-lead-batch.ts";
import { form, leave } from "#app/doors/form.ts";
import { countOf } from "#app/ui/lists/count.tsx";

export const loader = () => redirect("/batches");

/** Begins an act on many leads. A small one is done when the list is back; one with refusals, and a large one, has a page. */
export async function action(args: ActionFunctionArgs) {
	const answer = await form(args, { permission: "leads.edit", schema: NewLeadBatch }, async (ctx, input) => {
		// An empty query is the whole list, and forms drop what is empty: it travels behind a question mark.
		const { query, ...rest } = input;
		const asked = query === undefined ? rest : { ...rest, query: query.slice(1) };
		const { id, state, changed, refused } = await startLeadBatch(ctx, asked);
		if (state === "waiting") return { to: `/batches/${id}` };
		const { one, many } = LIST_NOUNS.lead;
		const not = refused > 0 ? ` ${countOf(refused, one, many)} could not be changed.` : "";
		const message = `${DONE[input.act]} ${countOf(changed, one, many)}.${not}`;
		const undo = changed > 0 ? { undo: { action: `/batches/${id}/state`, act: "undo" } } : {};
		return { to: refused > 0 ? `/batches/${id}` : "/leads", flash: { message, ...undo } };
	});
	if (answer instanceof Response) return answer;
	const { result, message } = answer.data;
	const [first] = Object.values(result.error ?? {}).flatMap((each) => each ?? []);
	const why = first ?? message ?? "That could not be read.";
	return leave({ to: "/leads", flash: { message: `${why} Nothing was changed.`, tone: "info" } });
}

const DONE: Readonly<Record<LeadAct, string>> = {
	assign: "Assigned",
	move: "Moved",
	pause: "Paused the touches of",
	resume: "Resumed the touches of",
};
