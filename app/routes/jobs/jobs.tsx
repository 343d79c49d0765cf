import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { answerForm } from "#app/doors/form.ts";
import { readJobs, redrive } from "#app/doors/job-queue.ts";
import { allowedMember, guarded } from "#app/doors/page.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";
import { countOf } from "#app/ui/lists/count.tsx";
import { EmptySearch, EmptyState } from "#app/ui/lists/empty.tsx";
import { Pager } from "#app/ui/lists/list-parts.tsx";
import { JobTable } from "./job-table.tsx";
import { jobWords, SIGNS } from "./job-words.ts";
import { Queues } from "./queues.tsx";

export const meta = () => [{ title: "Jobs · Perigee" }];

// What cannot be asked for is not asked for: an address is typed or old.
const Asked = z.object({
	queue: z.string().max(100).optional().catch(undefined),
	state: z.enum(["active", "retrying", "dead"]).optional().catch(undefined),
	after: z.string().max(100).optional().catch(undefined),
});

const narrowed = ({ queue, state }: z.infer<typeof Asked>) => ({ ...(queue && { queue }), ...(state && { state }) });

export async function loader(args: LoaderFunctionArgs) {
	const member = await allowedMember(args, "jobs.view");
	const asked = Asked.parse(Object.fromEntries(new URL(args.request.url).searchParams));
	return guarded(args, async () => {
		const { queues, jobs, next } = await readJobs(member, asked);
		return {
			queues,
			asked: { queue: asked.queue ?? "", state: asked.state ?? "" },
			next: next && `?${new URLSearchParams({ ...narrowed(asked), after: next })}`,
			jobs: jobs.map(({ payload, ...job }) => ({
				...job,
				about: Object.entries(payload).map(([field, value]) => `${field} ${String(value).slice(-12)}`),
			})),
		};
	});
}

const Act = z.object({
	act: z.enum(["now", "redrive"]),
	queue: z.string().max(100),
	id: z.string().optional(),
});

export async function action(args: ActionFunctionArgs) {
	const member = await allowedMember(args, "jobs.redrive");
	return answerForm(args, Act, async ({ act, queue, id }) => {
		const count = await redrive(args, member, { queue, id, now: act === "now" });
		return { to: "/jobs", flash: `${countOf(count, "job")} will run now: ${jobWords(queue)}.` };
	});
}

export default function Jobs() {
	const { queues, jobs, next, asked } = useLoaderData<typeof loader>();
	const errors = useActionData<typeof action>()?.result.error ?? {};
	return (
		<Page title="Jobs" crumbs={[{ label: "Settings", href: "/settings" }]}>
			<ErrorSummary allErrors={errors as Record<string, string[]>} />
			{queues.length === 0 ? (
				<EmptyState
					icon="clock"
					title="Nothing waits, runs or failed"
					text="Sending, syncing and other background work of your organisation is shown here."
				/>
			) : (
				<Queues queues={queues} />
			)}
			{(jobs.length > 0 || asked.queue || asked.state) && (
				<Section title="Running, retrying and dead">
					<JobFilters />
					{jobs.length > 0 ? <JobTable jobs={jobs} /> : <EmptySearch asked={sayAsked(asked)} clear="/jobs" />}
				</Section>
			)}
			<Pager older={next} />
		</Page>
	);
}

const sayAsked = ({ queue, state }: { queue: string; state: string }) =>
	[state && SIGNS[state as keyof typeof SIGNS].words.toLowerCase(), queue && jobWords(queue)]
		.filter(Boolean)
		.join(", ");

/** Narrows the list to a queue or a state, by address: works without a script. */
function JobFilters() {
	const { queues, asked } = useLoaderData<typeof loader>();
	const states = Object.entries(SIGNS).map(([value, { words }]) => ({ value, label: words }));
	const names = queues.map(({ queue }) => ({ value: queue, label: jobWords(queue) }));
	return (
		<Form method="get" discover="none" className="cluster">
			<Select
				label="State"
				inputProps={{ name: "state", defaultValue: asked.state }}
				options={[{ value: "", label: "Every state" }, ...states]}
			/>
			<Select
				label="Job"
				inputProps={{ name: "queue", defaultValue: asked.queue }}
				options={[{ value: "", label: "Every job" }, ...names]}
			/>
			<SubmitButton tone="plain">Show jobs</SubmitButton>
		</Form>
	);
}
