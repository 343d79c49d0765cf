import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { listReview } from "#app/domain/knowledge/asking/answer-queries.ts";
import { settleQuestion } from "#app/domain/knowledge/asking/settle-question.ts";
import { page } from "#app/doors/page.ts";
import { quickForm } from "#app/doors/quick-form.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { Page } from "#app/ui/frame/page.tsx";
import { EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { type Column, Table } from "#app/ui/lists/table.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { KnowledgeTabs } from "./knowledge-tabs.tsx";

export const meta = () => [{ title: "Review · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "collections.edit", async (ctx) => {
		const before = new URL(args.request.url).searchParams.get("before") ?? undefined;
		return { ...(await listReview(ctx, before)), isLater: before !== undefined };
	});

export const action = (args: ActionFunctionArgs) =>
	quickForm(
		args,
		{ permission: "collections.edit", schema: z.object({ id: z.string() }), to: "/knowledge/review" },
		async (ctx, { id }) => {
			await settleQuestion(ctx, id);
			return "The question is off the list.";
		},
	);

type Row = ReturnType<typeof useLoaderData<typeof loader>>["data"][number];

const COLUMNS: Column<Row>[] = [
	{
		id: "why",
		label: "Why",
		cell: ({ outcome, thumb }) => (
			<Status tone={outcome === "missing" ? "warn" : "bad"}>
				{outcome === "missing" ? "No answer" : thumb === "down" ? "Did not help" : ""}
			</Status>
		),
	},
	{
		id: "by",
		label: "Asked by",
		phone: false,
		cell: ({ askedBy, isOfCustomers, times }) => (
			<>
				{isOfCustomers ? "Customers, in the chat" : askedBy}
				{times > 1 && <span className="muted"> · {times} times</span>}
			</>
		),
	},
	{ id: "when", label: "Last asked", phone: false, end: true, cell: ({ createdAt }) => <Time at={createdAt} /> },
	{
		id: "answer",
		label: "Answer",
		end: true,
		cell: ({ id, question }) => (
			<ButtonLink to={`/knowledge/review/${id}`} small>
				Write answer<span className="hidden-text"> to {question}</span>
			</ButtonLink>
		),
	},
	{
		id: "settle",
		label: "Done",
		end: true,
		cell: ({ id }) => (
			<Form method="post">
				<SubmitButton small name="id" value={id}>
					Settled
				</SubmitButton>
			</Form>
		),
	},
];

export default function Review() {
	const { data, next, isLater } = useLoaderData<typeof loader>();
	return (
		<Page title="Review" width="edge" search={null} above={<KnowledgeTabs current="review" canReview />}>
			{data.length > 0 ? (
				<Table
					caption="Questions without a good answer, newest first"
					rows={data}
					rowKey={(row) => row.id}
					name={{
						label: "Question",
						name: (row) => row.question,
						href: (row) => `/knowledge?q=${encodeURIComponent(row.question)}`,
						note: (row) => row.note || undefined,
					}}
					columns={COLUMNS}
				/>
			) : (
				<EmptyState
					icon="check"
					title="Nothing to review"
					text="Questions of members and of customers that the knowledge did not answer, or not well, gather here, so that the answer can be added."
				>
					<ButtonLink to="/knowledge/answers">Ask the knowledge</ButtonLink>
				</EmptyState>
			)}
			<Pager newer={isLater ? "/knowledge/review" : null} older={next && `/knowledge/review?before=${next}`} />
		</Page>
	);
}
