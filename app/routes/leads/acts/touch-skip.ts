import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { skipTouch } from "#app/domain/leads/sequences/skip-touch.ts";
import { quickForm } from "#app/doors/quick-form.ts";

const Skip = z.object({ touchId: z.uuid() });

export const loader = ({ params }: { params: { id?: string } }) => redirect(`/leads/${params.id}`);

/** Leaves one planned touch out. */
export const action = (args: ActionFunctionArgs) =>
	quickForm(
		args,
		{ permission: "enrollments.change", schema: Skip, to: `/leads/${args.params.id}` },
		async (ctx, { touchId }) => {
			await skipTouch(ctx, { touchId });
			return "The touch is skipped.";
		},
	);
