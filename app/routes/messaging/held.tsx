import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { can } from "#app/domain/identity/policy.ts";
import { type HeldRow, listHeld } from "#app/domain/messaging/held-queries.ts";
import { CHANNEL_LABELS } from "#app/domain/messaging/schema.ts";
import { releaseMessages } from "#app/domain/messaging/sending/release-messages.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { ListBar, Pager } from "#app/ui/lists/list-parts.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { releaseNote } from "./release-note.ts";

export const meta = () => [{ title: "Held messages · Perigee" }];

const Choice = z.object({
	id: z
		.union([z.uuid(), z.array(z.uuid()).max(200)], { error: "Tick the messages to release" })
		.transform((ids) => [ids].flat()),
});

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "messages.view", async (ctx) => {
		const list = await listHeld(ctx, new URL(args.request.url).searchParams.get("after") ?? undefined);
		return { ...list, mayRelease: can(ctx.actor, "messages.release") };
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "messages.release", schema: Choice }, async (ctx, { id }) => {
		const released = await releaseMessages(ctx, { ids: id });
		return { to: "/outbox/held", flash: releaseNote(released, can(ctx.actor, "organisation.allow-sending")) };
	});

export default function Held() {
	const { data, next, mayRelease } = useLoaderData<typeof loader>();
	const errors = useActionData<typeof action>()?.result.error ?? {};
	return (
		<Page title="Held messages" width="edge" crumbs={[{ label: "Outbox", href: "/outbox" }]}>
			<ErrorSummary allErrors={withoutNulls(errors)} />
			{data.length === 0 ? (
				<EmptyState
					icon="mail"
					title="Nothing is held"
					text="Messages wait here while sending is switched off, or while something about them has to be set right."
				/>
			) : (
				<Form method="post" discover="none">
					<ListBar>
						Each message asks again whether it may go. What was planned more than 24 hours ago is not ticked.
					</ListBar>
					<HeldTable rows={data} />
					{mayRelease && (
						<ListBar>
							<SubmitButton icon="send">Release ticked messages</SubmitButton>
						</ListBar>
					)}
				</Form>
			)}
			<Pager older={next ? `/outbox/held?after=${next}` : null} />
		</Page>
	);
}

function HeldTable({ rows }: { rows: readonly HeldRow[] }) {
	return (
		<table className="table" data-links>
			<caption className="hidden-text">Held messages, newest first</caption>
			<thead>
				<tr>
					<th className="pick" scope="col">
						<span className="hidden-text">Release</span>
					</th>
					<th scope="col">Message</th>
					<th scope="col" className="phone-off">
						To
					</th>
					<th scope="col" className="phone-off">
						Channel
					</th>
					<th scope="col" className="end">
						Planned
					</th>
				</tr>
			</thead>
			<tbody>
				{rows.map((row) => (
					<tr key={row.id}>
						<td className="pick">
							<input
								type="checkbox"
								name="id"
								value={row.id}
								defaultChecked={row.isFresh}
								aria-label={`Release ${row.summary}, to ${row.contact}`}
							/>
						</td>
						<th scope="row">
							<a href={`/outbox/${row.id}`}>{row.summary || "No subject"}</a>
							<small>{row.reason}</small>
						</th>
						<td className="phone-off">{row.contact}</td>
						<td className="phone-off">{CHANNEL_LABELS[row.channel]}</td>
						<td className="end">{row.plannedAt && <Time at={row.plannedAt} />}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

/** Conform's errors by field, without the fields that have none. */
function withoutNulls(errors: Record<string, string[] | null>): Record<string, string[]> {
	return Object.fromEntries(Object.entries(errors).flatMap(([name, texts]) => (texts ? [[name, texts]] : [])));
}
