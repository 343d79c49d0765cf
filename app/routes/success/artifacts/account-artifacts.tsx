import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { isId } from "#app/base/ids.ts";
import { listArtifacts } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { ARTIFACT_KIND_LABELS, ARTIFACT_KINDS, kindLabel } from "#app/domain/artifacts/schema.ts";
import { can } from "#app/domain/identity/policy.ts";
import { getIntelligence } from "#app/domain/success/intelligence/intelligence-queries.ts";
import { readingPage } from "#app/doors/page.ts";
import { ButtonLink } from "#app/ui/forms/button.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { AccountTabs, ApprovalSign } from "./artifact-head.tsx";
import { beginAt } from "./beginnings.ts";
import { MadeInNotice, madeInOf, withMadeIn } from "./made-in.tsx";

export const meta = () => [{ title: "Artifacts · Perigee" }];

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

export default function AccountArtifactsPage() {
	const { id, name, page, from, mayWork } = useLoaderData<typeof loader>();
	return (
		<Page
			title="Artifacts"
			crumbs={[
				{ label: "Accounts", href: "/accounts" },
				{ label: name, href: `/accounts/${id}` },
			]}
			above={<AccountTabs accountId={id} current="artifacts" />}
		>
			<MadeInNotice from={from} />
			{mayWork && (
				<Section title="Make one">
					<div className="cluster">
						{ARTIFACT_KINDS.map((kind) => (
							<ButtonLink key={kind} to={beginAt(kind, id, from)}>
								{ARTIFACT_KIND_LABELS[kind]}
							</ButtonLink>
						))}
					</div>
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
							{
								...{ id: "state", label: "State" },
								cell: (row) =>
									row.fileState ? (
										<FileSign state={row.fileState} />
									) : (
										row.approval && <ApprovalSign state={row.approval} />
									),
							},
							{ id: "at", label: "Saved", cell: (row) => <Time at={row.updatedAt} /> },
						]}
					/>
				)}
				<Pager older={page.next && withMadeIn(`/accounts/${id}/artifacts?after=${page.next}`, from)} />
			</Section>
		</Page>
	);
}

/** Of a contract: that its file is not read yet, or could not be. */
const FileSign = ({ state }: { state: "waiting" | "reading" | "failed" }) =>
	state === "failed" ? <Status tone="bad">Could not be read</Status> : <Status tone="info">Being read</Status>;
