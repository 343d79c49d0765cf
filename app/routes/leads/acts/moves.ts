import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { LEAD_STATES } from "#app/domain/leads/rules.ts";
import { LEAD_STATE_LABELS } from "#app/domain/leads/schema.ts";
import { updateLead } from "#app/domain/leads/update-lead.ts";
import { quickForm } from "#app/doors/quick-form.ts";

const Move = z.object({ id: z.uuid(), to: z.enum(LEAD_STATES) });

export const loader = () => redirect("/leads?view=board");

/** Moves a card of the board. */
export const action = (args: ActionFunctionArgs) =>
	quickForm(args, { permission: "leads.edit", schema: Move, to: "/leads?view=board" }, async (ctx, { id, to }) => {
		await updateLead(ctx, { id, state: to });
		return `Moved to ${LEAD_STATE_LABELS[to].toLowerCase()}.`;
	});
