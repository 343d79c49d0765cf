import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { compareContacts, type Line } from "#app/domain/crm/duplicates/pair-queries.ts";
import { mergeContacts } from "#app/domain/crm/merging/merge-contacts.ts";
import { Side } from "#app/domain/crm/merging/schema.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export const meta = () => [{ title: "Merge contacts · Perigee" }];

const MergeForm = z.object({
	survivorId: z.uuid(),
	mergedId: z.uuid(),
	survivorVersion: z.coerce.number().int(),
	mergedVersion: z.coerce.number().int(),
	names: z.array(z.string().max(60)).max(300),
	sides: z.array(Side).max(300),
});

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "contacts.merge", async (ctx) => {
		const query = new URL(args.request.url).searchParams;
		return compareContacts(ctx, query.get("one") ?? "", query.get("other") ?? "");
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "contacts.merge", schema: MergeForm }, async (ctx, input) => {
		const { survivorId, mergedId, survivorVersion: survivor, mergedVersion: merged } = input;
		const choices = Object.fromEntries(input.names.map((name, at) => [name, input.sides[at] ?? "survivor"]));
		const { mergeId } = await mergeContacts(ctx, { survivorId, mergedId, choices, versions: { survivor, merged } });
		const undo = { action: "/duplicates/decisions", act: `unmerge:${mergeId}` };
		return { to: `/contacts/${survivorId}`, flash: { message: "The two contacts are one now.", undo } };
	});

export default function Compare() {
	const { survivor, merged, lines } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const swapped = `/duplicates/compare?one=${merged.id}&other=${survivor.id}`;
	const errors: Record<string, string[] | null> = reply?.result.error ?? {};
	return (
		<Page
			title="Merge contacts"
			crumbs={[{ label: "Duplicates", href: "/duplicates" }]}
			search={null}
			actions={<ButtonLink to={swapped}>Keep the other one instead</ButtonLink>}
		>
			<Form discover="none" method="post" className="form merge-form" key={survivor.id}>
				<ErrorSummary allErrors={Object.fromEntries(Object.entries(errors).map(([name, all]) => [name, all ?? []]))} />
				<p>
					<strong>{survivor.name}</strong> lives on. Everything of <strong>{merged.name}</strong> moves to it: leads,
					appointments, conversations, deals, notes and tasks. {merged.name} goes to the trash, and the merge can be
					undone.
				</p>
				<input type="hidden" name="survivorId" value={survivor.id} />
				<input type="hidden" name="mergedId" value={merged.id} />
				<input type="hidden" name="survivorVersion" value={survivor.version} />
				<input type="hidden" name="mergedVersion" value={merged.version} />
				<table className="table merge-table">
					<caption className="hidden-text">Choose whose value of each field is kept</caption>
					<thead>
						<tr>
							<th scope="col">Field</th>
							<th scope="col">
								{survivor.name}{" "}
								<small>
									lives on, added <Time at={survivor.createdAt} />
								</small>
							</th>
							<th scope="col">
								{merged.name}{" "}
								<small>
									added <Time at={merged.createdAt} />
								</small>
							</th>
						</tr>
					</thead>
					<tbody>
						{lines.map((line, at) => (
							<FieldLine key={line.name} line={line} at={at} />
						))}
					</tbody>
				</table>
				<FormActions>
					<SubmitButton>Merge into {survivor.name}</SubmitButton>
					<ButtonLink to="/duplicates" tone="quiet">
						Keep both
					</ButtonLink>
				</FormActions>
			</Form>
		</Page>
	);
}

function FieldLine({ line: { name, label, survivor, merged, chosen, differs }, at }: { line: Line; at: number }) {
	const choice = (side: Side, value: string) => (
		<td>
			{differs ? (
				<label className="choice">
					<input type="radio" name={`sides[${at}]`} value={side} defaultChecked={chosen === side} />
					<span>
						<span className="hidden-text">{label}: </span>
						{value || <span className="muted">nothing</span>}
					</span>
				</label>
			) : (
				value
			)}
		</td>
	);
	return (
		<tr>
			<th scope="row">
				{label}
				<input type="hidden" name={`names[${at}]`} value={name} />
				{!differs && <input type="hidden" name={`sides[${at}]`} value="survivor" />}
			</th>
			{choice("survivor", survivor)}
			{choice("merged", merged)}
		</tr>
	);
}
