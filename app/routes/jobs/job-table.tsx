import { Form } from "@remix-run/react";
import type { readJobs } from "#app/doors/job-queue.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { jobWords, SIGNS } from "./job-words.ts";

type Job = Omit<Awaited<ReturnType<typeof readJobs>>["jobs"][number], "payload"> & { about: string[] };

/** Jobs that run, wait for another try or died, each with what can be done about it. */
export function JobTable({ jobs }: { jobs: readonly Job[] }) {
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

function JobRow({ job }: { job: Job }) {
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
