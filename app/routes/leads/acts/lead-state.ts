import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { LEAD_STATES } from "#app/domain/leads/rules.ts";
import { LEAD_STATE_LABELS } from "#app/domain/leads/schema.ts";
import { updateLead } from "#app/domain/leads/update-lead.ts";
import { quickForm } from "#app/doors/quick-form.ts";

const Move = z.object({ to: z.enum(LEAD_STATES), lostReason: z.string().max(300).optional() });

export const loader = ({ params }: { params: { id?: string } }) => redirect(`/leads/${params.id}`);

/** Moves the lead of the page. */
export const action = (args: ActionFunctionArgs) => {
	const id = args.params.id ?? "";
	return quickForm(args, { permission: "leads.edit", schema: Move, to: `/leads/${id}` }, async (ctx, input) => {
		await updateLead(ctx, { id, state: input.to, ...(input.lostReason ? { lostReason: input.lostReason } : {}) });
		return `Moved to ${LEAD_STATE_LABELS[input.to].toLowerCase()}.`;
	});
};
