import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { getArtifact, listVersions } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { restoreVersion } from "#app/domain/artifacts/saving/restore-version.ts";
import { can } from "#app/domain/identity/policy.ts";
import { form } from "#app/doors/form.ts";
import { readingPage } from "#app/doors/page.ts";
import { listedErrors } from "#app/routes/settings/listed-errors.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { Table } from "#app/ui/lists/table.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { ApprovalSign, ArtifactTabs, crumbsOf, numberIn } from "./artifact-head.tsx";

export const meta = () => [{ title: "Versions of an artifact · Perigee" }];

const number = z.coerce.number().int().positive().max(2_147_483_647);
const RestoreForm = z.object({ version: number, restore: number });

export const loader = (args: LoaderFunctionArgs) =>
	readingPage(args, "success.view", async (ctx) => {
		const { id, title, version, accountId, account } = await getArtifact(ctx, args.params.id ?? "");
		return {
			...{ id, title, version, accountId, account },
			page: await listVersions(ctx, id, { before: numberIn(args.request, "below") }),
			mayWork: can(ctx.actor, "success.work"),
		};
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "success.work", schema: RestoreForm }, async (ctx, { version, restore }) => {
		const id = args.params.id ?? "";
		const saved = await restoreVersion(ctx, id, { number: restore, version });
		const flash = saved.isChanged
			? `Version ${saved.version} is as version ${restore} was. The ones between are kept.`
			: "This is the newest version already.";
		return { to: `/success/artifacts/${id}`, flash };
	});

export default function ArtifactVersionsPage() {
	const { id, title, version, accountId, account, page, mayWork } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	return (
		<Page
			title={title}
			crumbs={crumbsOf({ accountId, account })}
			width="edge"
			above={<ArtifactTabs id={id} current="versions" />}
		>
			<ErrorSummary allErrors={listedErrors(reply?.result.error)} />
			<Table
				caption="Versions, the newest first"
				rows={page.data}
				rowKey={(row) => String(row.number)}
				name={{
					label: "Version",
					name: (row) => `Version ${row.number}`,
					href: (row) => `/success/artifacts/${id}?number=${row.number}`,
					note: (row) => row.note,
				}}
				columns={[
					{ id: "by", label: "Saved by", cell: (row) => row.savedBy },
					{ id: "at", label: "Saved", cell: (row) => <Time at={row.savedAt} /> },
					{ id: "state", label: "Approval", cell: (row) => row.approval && <ApprovalSign state={row.approval} /> },
					{
						id: "restore",
						label: "Restore",
						end: true,
						cell: (row) =>
							mayWork &&
							row.number !== version && (
								<Form discover="none" method="post">
									<input type="hidden" name="version" value={version} />
									<SubmitButton
										tone="plain"
										small
										name="restore"
										value={row.number}
										aria-label={`Restore version ${row.number}`}
									>
										Restore
									</SubmitButton>
								</Form>
							),
					},
				]}
			/>
			<Pager older={page.next === null ? null : `/success/artifacts/${id}/versions?below=${page.next}`} />
		</Page>
	);
}
