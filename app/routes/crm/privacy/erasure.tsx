import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { askErasure } from "#app/domain/crm/privacy/ask-erasure.ts";
import { getErasure } from "#app/domain/crm/privacy/erasure-queries.ts";
import { ErasureForm, HELD_LABELS } from "#app/domain/crm/privacy/schema.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { useLiveRefresh } from "#app/ui/behaviour/use-live-refresh.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { ConfirmPage } from "#app/ui/forms/confirm-page.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { useKeptReply } from "#app/ui/forms/use-kept-reply.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";
import { Time } from "#app/ui/signs/time.tsx";

export const meta = () => [{ title: "Erase a person · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "contacts.erase", (ctx) => getErasure(ctx, args.params.id ?? ""));

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "contacts.erase", schema: ErasureForm }, async (ctx, { name }) => {
		const id = args.params.id ?? "";
		const { isNew } = await askErasure(ctx, { id, typed: name });
		return {
			to: `/contacts/${id}/erasure`,
			flash: isNew ? "The person is being erased." : "This was asked for already.",
		};
	});

export default function Erasure() {
	const shown = useLoaderData<typeof loader>();
	const reply = useKeptReply(useActionData<typeof action>());
	const given: Record<string, string[] | null> = reply?.result.error ?? {};
	const errors: Record<string, string[]> = Object.fromEntries(
		Object.entries(given).flatMap(([field, texts]) => (texts ? [[field, texts]] : [])),
	);
	const { id, name, mergedInto, state, by, askedAt, erasedAt } = shown;
	useLiveRefresh([`contact:${id}`]);
	const crumbs = [
		{ label: "Contacts", href: "/contacts" },
		{ label: name, href: `/contacts/${id}` },
	];
	return (
		<Page title={erasedAt ? "Erased person" : `Erase ${name}`} crumbs={crumbs} width="narrow">
			<ErrorSummary allErrors={errors} />
			{mergedInto ? (
				<Notice title="This contact was merged into another one.">
					Erase that one: it takes this one along. <a href={`/contacts/${mergedInto}/erasure`}>Go there</a>
				</Notice>
			) : erasedAt || state ? (
				<Notice title={erasedAt ? "What was held on this person was erased." : "This person is being erased."}>
					{by} asked for it
					{askedAt && (
						<>
							{" "}
							<Time at={askedAt} />
						</>
					)}
					. {erasedAt ? "It cannot be brought back." : "It goes on if you leave this page."}
				</Notice>
			) : (
				<Ask shown={shown} errors={errors.name} />
			)}
			{(erasedAt || state) && (
				<p>
					<ButtonLink to={`/contacts/${id}`}>Back to the contact</ButtonLink>
				</p>
			)}
		</Page>
	);
}

type Shown = ReturnType<typeof useLoaderData<typeof loader>>;

function Ask({ shown: { id, name, held }, errors }: { shown: Shown; errors: readonly string[] | undefined }) {
	const counts = (Object.keys(HELD_LABELS) as (keyof typeof HELD_LABELS)[])
		.filter((kind) => held[kind] > 0)
		.map((kind) => `${held[kind].toLocaleString("en-US")} ${HELD_LABELS[kind][held[kind] === 1 ? 0 : 1]}`);
	const list = counts.length > 0 ? new Intl.ListFormat("en", { type: "conjunction" }).format(counts) : "nothing else";
	return (
		<ConfirmPage
			action={`/contacts/${id}/erasure`}
			cancel={`/contacts/${id}`}
			button={`Erase ${name}`}
			consequence={
				<>
					This erases {name} with {list}. <strong>It cannot be undone.</strong>
				</>
			}
		>
			<ul className="plain-list">
				<li>Names, addresses, numbers, texts of messages, notes, vehicles and past values are blanked for good.</li>
				<li>That something happened, when, and amounts stay, so that figures stay right.</li>
				<li>Running follow-ups stop, and messages that did not leave yet are not sent.</li>
				<li>
					Nobody writes to their addresses again: those stay on the suppression list as a code that cannot be read.
				</li>
				<li>A shop system keeps its own data. What it sends later about them makes a new contact.</li>
				<li>Files that were imported or uploaded are not searched: remove those that name them yourself.</li>
			</ul>
			<p>
				<a href={`/contacts/${id}/export`} download>
					Take a copy of all that is held first
				</a>
			</p>
			<TextInput
				label={`Type “${name}” to confirm`}
				inputProps={{ name: "name", required: true, autoComplete: "off" }}
				errors={errors}
			/>
		</ConfirmPage>
	);
}
