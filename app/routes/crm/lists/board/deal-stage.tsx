import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { getMove, moveDeal } from "#app/domain/crm/pipelines/move-deal.ts";
import { form, leave } from "#app/doors/form.ts";
import { localPath, page } from "#app/doors/page.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";

export const meta = () => [{ title: "Move deal · Perigee" }];

const BOARD = "/deals?view=board";

/** Asks why a deal was lost before it moves. */
export const loader = (args: LoaderFunctionArgs) =>
	page(args, "deals.edit", async (ctx) => {
		const address = new URL(args.request.url).searchParams;
		const to = address.get("to");
		const id = args.params.id ?? "";
		if (!to) throw redirect(`/deals/${id}`);
		return { id, back: localPath(address.get("back"), BOARD), move: await getMove(ctx, id, to) };
	});

const Posted = z.object({
	to: z.uuid(),
	lostReason: z.string().max(500).optional(),
	back: z.string().max(500).optional(),
});

/**
 * Moves the deal of the page. One that is lost needs a reason, which is asked for first. A board whose move is refused
 * is shown again with why.
 */
export const action = async (args: ActionFunctionArgs) => {
	const id = args.params.id ?? "";
	const asked = new URL(args.request.url).searchParams.has("to");
	let back = BOARD;
	const answer = await form(args, { permission: "deals.edit", schema: Posted }, async (ctx, input) => {
		const { to, lostReason } = input;
		back = localPath(input.back, BOARD);
		const { outcome } = await getMove(ctx, id, to);
		if (outcome === "lost" && lostReason === undefined && !asked) {
			return { to: `/deals/${id}/stage?${new URLSearchParams({ to, back })}` };
		}
		const move = await moveDeal(ctx, { id, stageId: to, lostReason });
		return { to: back, flash: `Moved ${move.name} from ${move.from} to ${move.to}.` };
	});
	if (answer instanceof Response || asked) return answer;
	const message = answer.data.message ?? "That could not be read. Nothing was moved.";
	return leave({ to: back, flash: { message, tone: "info" } });
};

export default function DealStagePage() {
	const { id, back, move } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const wrong = reply && "result" in reply ? (reply.result.error ?? {}) : {};
	const errors = wrong.lostReason ?? undefined;
	return (
		<Page title={`Move ${move.name} to ${move.to}`} crumbs={[{ label: "Deals", href: back }]} width="narrow">
			<Form
				discover="none"
				method="post"
				action={`/deals/${id}/stage?${new URLSearchParams({ to: move.stage, back })}`}
				className="form"
			>
				{wrong.stageId && <ErrorSummary allErrors={{ "": wrong.stageId }} />}
				<input type="hidden" name="to" value={move.stage} />
				<input type="hidden" name="back" value={back} />
				{move.outcome === "lost" && (
					<TextInput
						label="Why was it lost?"
						help="A few words, such as “Price” or “Went with somebody else”. It helps to see what deals are lost for."
						{...(errors ? { errors } : {})}
						inputProps={{ name: "lostReason", maxLength: 500, autoFocus: true }}
					/>
				)}
				<FormActions>
					<SubmitButton>{`Move to ${move.to}`}</SubmitButton>
					<ButtonLink to={back} tone="quiet">
						Keep in {move.from}
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}
