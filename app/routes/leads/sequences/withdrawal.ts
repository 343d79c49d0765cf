import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { withdrawSequence } from "#app/domain/leads/sequences/versions/withdraw-sequence.ts";
import { quickForm } from "#app/doors/quick-form.ts";

export const loader = () => redirect("/settings/sequences");

/** Lets a location follow the organisation's sequence again. */
export const action = (args: ActionFunctionArgs) =>
	quickForm(args, { permission: "sequences.edit", schema: z.object({}), to: "/settings/sequences" }, async (ctx) => {
		await withdrawSequence(ctx, { locationId: args.params.place ?? "" });
		return "The location follows the organisation's sequence again.";
	});
