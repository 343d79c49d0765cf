import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { conflict } from "#app/base/errors.ts";
import { getRun } from "#app/domain/workflows/reading/get-run.ts";
import { cancelRun } from "#app/domain/workflows/running/change-run.ts";
import { form } from "#app/doors/form.ts";
import { readingPage } from "#app/doors/page.ts";
import { ConfirmPage } from "#app/ui/forms/confirm-page.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { countOf } from "#app/ui/lists/count.tsx";

export const meta = () => [{ title: "Cancel run · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "workflows.run", async (ctx) => {
		const { id, workflow, endedAt, children } = await getRun(ctx, args.params.id ?? "");
		if (endedAt) throw conflict("This run has ended already. There is nothing left to cancel.");
		const going = children.filter(({ state }) => !["succeeded", "failed", "cancelled"].includes(state)).length;
		return { id, name: workflow.name, going };
	});

const Cancel = z.object({ reason: z.string().trim().max(500).default("") });

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "workflows.run", schema: Cancel }, async (ctx, { reason }) => {
		const id = args.params.id ?? "";
		await cancelRun(ctx, id, reason);
		return { to: `/runs/${id}`, flash: "The run is cancelled." };
	});

export default function RunCancelPage() {
	const { id, name, going } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const href = `/runs/${id}`;
	const below = going > 0 ? ` ${countOf(going, "run")} that it began and that still go on end with it.` : "";
	return (
		<Page title="Cancel run" crumbs={[{ label: name, href }]} width="narrow" search={null}>
			<ErrorSummary allErrors={reply?.result.error ? { "": reply.result.error[""] ?? [] } : {}} />
			<ConfirmPage
				action={`${href}/cancel`}
				consequence={`This run of ${name} ends where it stands.${below} What it has done stays done, and nobody is asked any more what it waits for.`}
				button="Cancel run"
				cancel={href}
			>
				<TextInput label="Reason" optional inputProps={{ name: "reason", maxLength: 500 }} />
			</ConfirmPage>
		</Page>
	);
}
