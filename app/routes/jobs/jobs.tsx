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
import { Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";

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

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

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
				<Queues />
			)}
			{(jobs.length > 0 || asked.queue || asked.state) && (
				<Section title="Running, retrying and dead">
					<JobFilters />
					{jobs.length > 0 ? <JobTable /> : <EmptySearch asked={sayAsked(asked)} clear="/jobs" />}
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

/** "leads.send-touch" as people say it: "Send touch (leads)". */
function jobWords(queue: string): string {
	const [area, act = ""] = queue.split(".");
	const words = act.replaceAll("-", " ");
	return words ? `${words.charAt(0).toUpperCase()}${words.slice(1)} (${area})` : queue;
}

function Queues() {
	const { queues } = useLoaderData<typeof loader>();
	return (
		<table className="table">
			<caption className="hidden-text">Queues with jobs of your organisation</caption>
			<thead>
				<tr>
					<th scope="col">Queue</th>
					<th scope="col" className="end">
						Waiting
					</th>
					<th scope="col" className="end">
						Oldest since
					</th>
					<th scope="col" className="end">
						For later
					</th>
					<th scope="col" className="end">
						Running
					</th>
					<th scope="col" className="end">
						Retrying
					</th>
					<th scope="col" className="end">
						Dead
					</th>
				</tr>
			</thead>
			<tbody>
				{queues.map((queue) => (
					<QueueRow key={queue.queue} queue={queue} />
				))}
			</tbody>
		</table>
	);
}

function QueueRow({ queue }: { queue: Data["queues"][number] }) {
	return (
		<tr>
			<th scope="row">
				{jobWords(queue.queue)}
				<small>{queue.queue}</small>
			</th>
			<td className="end" data-label="Waiting">
				{queue.due}
			</td>
			<td className="end" data-label="Oldest">
				{queue.oldestDueAt ? <Time at={queue.oldestDueAt} /> : "none"}
			</td>
			<td className="end" data-label="For later">
				{queue.later}
			</td>
			<td className="end" data-label="Running">
				{queue.active}
			</td>
			<td className="end" data-label="Retrying">
				{queue.retrying}
			</td>
			<td className="end" data-label="Dead">
				{queue.dead === 0 ? (
					0
				) : (
					<Form method="post" className="cluster">
						<input type="hidden" name="act" value="redrive" />
						<SubmitButton tone="plain" small name="queue" value={queue.queue}>
							Send back {queue.dead}
						</SubmitButton>
					</Form>
				)}
			</td>
		</tr>
	);
}

function JobTable() {
	const { jobs } = useLoaderData<typeof loader>();
	return (
		<table className="table">
			<caption className="hidden-text">Jobs, newest first</caption>
			<thead>
				<tr>
					<th scope="col">Job</th>
					<th scope="col">State</th>
					<th scope="col">Reason</th>
					<th scope="col" className="end">
						Since
					</th>
					<th scope="col" className="end">
						<span className="hidden-text">Act</span>
					</th>
				</tr>
			</thead>
			<tbody>
				{jobs.map((job) => (
					<JobRow key={job.id} job={job} />
				))}
			</tbody>
		</table>
	);
}

const SIGNS = {
	active: { tone: "info", words: "Running" },
	retrying: { tone: "warn", words: "Retrying" },
	dead: { tone: "bad", words: "Dead" },
} as const;

function JobRow({ job }: { job: Data["jobs"][number] }) {
	return (
		<tr>
			<th scope="row">
				{jobWords(job.queue)}
				<small>{job.about.join(", ")}</small>
			</th>
			<td>
				<Status tone={SIGNS[job.state].tone}>{SIGNS[job.state].words}</Status>
				{job.nextAt && (
					<small>
						{" "}
						again <Time at={job.nextAt} />
					</small>
				)}
			</td>
			<td>{job.reason ?? ""}</td>
			<td className="end">
				<Time at={job.since} />
			</td>
			<td className="end">
				{job.state !== "active" && (
					<Form method="post">
						<input type="hidden" name="queue" value={job.queue} />
						<input type="hidden" name="id" value={job.id} />
						<SubmitButton tone="plain" small name="act" value={job.state === "dead" ? "redrive" : "now"}>
							{job.state === "dead" ? "Send back" : "Try now"}
						</SubmitButton>
					</Form>
				)}
			</td>
		</tr>
	);
}
