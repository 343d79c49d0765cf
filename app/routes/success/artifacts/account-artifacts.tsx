import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { isId } from "#app/base/ids.ts";
import { listArtifacts } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import { ARTIFACT_KIND_LABELS, ARTIFACT_KINDS, type ArtifactKind, kindLabel } from "#app/domain/artifacts/schema.ts";
import { can } from "#app/domain/identity/policy.ts";
import { getIntelligence } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { form } from "#app/doors/form.ts";
import { readingPage } from "#app/doors/page.ts";
import { listedErrors } from "#app/routes/settings/listed-errors.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { AccountTabs, ApprovalSign } from "./artifact-head.tsx";
import { MadeInInputs, MadeInNotice, madeInOf, withMadeIn } from "./made-in.tsx";

export const meta = () => [{ title: "Artifacts · Perigee" }];

/** Kinds that begin with something else than an empty editor, and where: a file, suggestions. */
const BEGINNINGS: Partial<Record<ArtifactKind, string>> = {
	contract_analysis: "/success/contracts/new",
	recommendations: "/success/recommendations/new",
};

const NewForm = z.object({
	kind: z.enum(ARTIFACT_KINDS),
	playId: z.uuid().optional(),
	runId: z.uuid().optional(),
	stepId: z.uuid().optional(),
});

/** What was made for an account, and what else can be; from a play's step, for that step. Two queries. */
export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "success.view", async (ctx) => {
		const { id, name } = await getIntelligence(ctx, args.params.id ?? "");
		const after = new URL(args.request.url).searchParams.get("after");
		const page = await listArtifacts(ctx, { accountId: id, after: isId(after) ? after : undefined });
		return {
			...{ id, name, page },
			from: madeInOf(args.request),
			mayWork: can(ctx.actor, "success.work"),
		};
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "success.work", schema: NewForm }, async (ctx, { kind, ...asked }) => {
		const from = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
		const { id } = await createArtifact(ctx, { kind, accountId: args.params.id ?? "", ...from });
		return { to: `/success/artifacts/${id}/edit?new` };
	});

export default function AccountArtifactsPage() {
	const { id, name, page, from, mayWork } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	return (
		<Page
			title={name}
			crumbs={[
				{ label: "Accounts", href: "/accounts" },
				{ label: name, href: `/accounts/${id}` },
			]}
			above={<AccountTabs accountId={id} current="artifacts" />}
		>
			<ErrorSummary allErrors={listedErrors(reply?.result.error)} />
			<MadeInNotice from={from} />
			{mayWork && (
				<Section title="Make one">
					<Form discover="none" method="post" className="cluster">
						<MadeInInputs from={from} />
						{ARTIFACT_KINDS.map((kind) =>
							kind in BEGINNINGS ? (
								<ButtonLink key={kind} to={withMadeIn(`${BEGINNINGS[kind]}?account=${id}`, from)}>
									{ARTIFACT_KIND_LABELS[kind]}
								</ButtonLink>
							) : (
								<SubmitButton key={kind} tone="plain" name="kind" value={kind}>
									{ARTIFACT_KIND_LABELS[kind]}
								</SubmitButton>
							),
						)}
					</Form>
				</Section>
			)}
			<Section title="Artifacts">
				{page.data.length === 0 && (
					<EmptyState
						icon="file"
						title="Nothing is made yet"
						text="Assessments, prices and maps of this account are kept here, each with its versions."
					/>
				)}
				{page.data.length > 0 && (
					<Table
						caption="Artifacts of the account, the newest first"
						rows={page.data}
						rowKey={(row) => row.id}
						name={{
							label: "Artifact",
							name: (row) => row.title,
							href: (row) => `/success/artifacts/${row.id}`,
							note: (row) => (row.title === kindLabel(row.kind) ? null : kindLabel(row.kind)),
						}}
						columns={[
							{ id: "version", label: "Version", named: true, cell: (row) => row.version },
							{ id: "by", label: "Made by", phone: false, cell: (row) => row.createdBy },
							{ id: "state", label: "Approval", cell: (row) => row.approval && <ApprovalSign state={row.approval} /> },
							{ id: "at", label: "Saved", cell: (row) => <Time at={row.updatedAt} /> },
						]}
					/>
				)}
				<Pager older={page.next && withMadeIn(`/accounts/${id}/artifacts?after=${page.next}`, from)} />
			</Section>
		</Page>
	);
}
