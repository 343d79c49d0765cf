import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { changeSequence, SEQUENCE_ACTS } from "#app/domain/leads/sequences/change-sequence.ts";
import { quickForm } from "#app/doors/quick-form.ts";

const Act = z.object({ act: z.enum(SEQUENCE_ACTS) });
const DONE = {
	pause: "The sequence is paused. Nothing goes out until you let it go on.",
	resume: "The sequence goes on.",
	stop: "The sequence has stopped.",
	start: "The sequence has started.",
};

export const loader = ({ params }: { params: { id?: string } }) => redirect(`/leads/${params.id}`);

/** Pauses, resumes, stops or starts the sequence of the page's lead. */
export const action = (args: ActionFunctionArgs) => {
	const leadId = args.params.id ?? "";
	return quickForm(
		args,
		{ permission: "enrollments.change", schema: Act, to: `/leads/${leadId}` },
		async (ctx, { act }) => {
			await changeSequence(ctx, { leadId, act });
			return DONE[act];
		},
	);
};
