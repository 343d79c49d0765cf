import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { listPlayChoices } from "#app/domain/success/actions/choice-queries.ts";
import { addOwnAction, removeOwnAction } from "#app/domain/success/actions/own-actions.ts";
import { NewOwnAction, PLAY_ACT_LABELS, PLAY_ACTS } from "#app/domain/success/actions/schema.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { listedErrors } from "#app/routes/settings/listed-errors.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { RuleTabs } from "./rules.tsx";

export const meta = () => [{ title: "Own actions · Perigee" }];

export const loader = (args: LoaderFunctionArgs) => page(args, "success.manage", (ctx) => listPlayChoices(ctx));

const ActionForm = z.discriminatedUnion("do", [
	NewOwnAction.extend({ do: z.literal("add") }),
	z.object({ do: z.literal("remove"), id: z.uuid() }),
]);

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "success.manage", schema: ActionForm }, async (ctx, input) => {
		if (input.do === "remove") {
			const { label } = await removeOwnAction(ctx, input.id);
			return { to: "/success/actions", flash: `Removed: ${label}` };
		}
		const { do: _do, ...action } = input;
		await addOwnAction(
			ctx,
			Object.fromEntries(Object.entries(action).filter(([, value]) => value !== undefined)) as typeof action,
		);
		return { to: "/success/actions", flash: `Added: ${input.label}` };
	});

export default function OwnActionsPage() {
	const { own, members } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const errors = listedErrors(reply?.result.error);
	const typed = (reply?.result.initialValue ?? {}) as Record<string, string>;
	const names = new Map(members.map(({ id, name }) => [id, name]));
	const errorsOf = (name: string) => (errors[name] ? { errors: errors[name] } : {});
	return (
		<Page
			title="Own actions"
			crumbs={[{ label: "Success", href: "/success" }]}
			width="narrow"
			above={<RuleTabs now="actions" />}
		>
			<ErrorSummary allErrors={errors} />
			<p>
				What your firm does often with a play stands on its page as one button: “Wait for procurement” snoozes it for 14
				days.
			</p>
			{own.length > 0 && (
				<ul className="related">
					{own.map(({ id, label, act, days, memberId }) => (
						<li key={id}>
							<span>
								<strong>{label}</strong>{" "}
								<span className="muted">
									{PLAY_ACT_LABELS[act]}
									{days ? `, ${days} days` : ""}
									{memberId ? `, to ${names.get(memberId) ?? "a former member"}` : ""}
								</span>
							</span>
							<Form discover="none" method="post" className="related-end">
								<input type="hidden" name="do" value="remove" />
								<SubmitButton tone="quiet" small name="id" value={id} aria-label={`Remove ${label}`}>
									Remove
								</SubmitButton>
							</Form>
						</li>
					))}
				</ul>
			)}
			<Section title="Add an action">
				<Form discover="none" method="post" className="form" key={own.length} data-unsaved>
					<input type="hidden" name="do" value="add" />
					<TextInput
						label="Name"
						{...errorsOf("label")}
						inputProps={{ name: "label", required: true, maxLength: 60, defaultValue: typed.label ?? "" }}
					/>
					<Select
						label="What it does"
						options={PLAY_ACTS.map((act) => ({ value: act, label: PLAY_ACT_LABELS[act] }))}
						{...errorsOf("act")}
						inputProps={{ name: "act", defaultValue: typed.act ?? "snooze" }}
					/>
					<TextInput
						label="For how many days"
						optional
						help="For snooze and schedule."
						{...errorsOf("days")}
						inputProps={{ name: "days", type: "number", min: 1, max: 365, defaultValue: typed.days ?? "" }}
					/>
					<Select
						label="To whom"
						optional
						help="For escalate."
						empty="Nobody"
						options={members.map(({ id, name }) => ({ value: id, label: name }))}
						{...errorsOf("memberId")}
						inputProps={{ name: "memberId", defaultValue: typed.memberId ?? "" }}
					/>
					<SubmitButton>Add action</SubmitButton>
				</Form>
			</Section>
		</Page>
	);
}
