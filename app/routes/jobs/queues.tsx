import { Form } from "@remix-run/react";
import type { readJobs } from "#app/doors/job-queue.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import { jobWords } from "./job-words.ts";

type Queue = Awaited<ReturnType<typeof readJobs>>["queues"][number];

/** The queues that hold jobs of the organisation, with the way back for those that died. */
export function Queues({ queues }: { queues: readonly Queue[] }) {
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

function QueueRow({ queue }: { queue: Queue }) {
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
