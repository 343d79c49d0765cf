import { alertStuckJobsJob } from "#app/domain/events/jobs.ts";
import { sendSystemMailJob, tidyIdentityJob } from "#app/domain/identity/jobs.ts";
import { handles } from "#jobs/handles.ts";
import { alertStuckJobs } from "./alert-stuck-jobs.ts";
import { sendIdentityMail } from "./send-identity-mail.ts";
import { tidy } from "./tidy.ts";

/** The jobs of this area, and the watch over all others, and who does them. */
export const identityHandlers = [
	handles(sendSystemMailJob, sendIdentityMail),
	handles(tidyIdentityJob, tidy),
	handles(alertStuckJobsJob, alertStuckJobs),
];
