import { sendSystemMailJob, tidyIdentityJob } from "#app/domain/identity/jobs.ts";
import { handles } from "#jobs/handles.ts";
import { sendIdentityMail } from "./send-identity-mail.ts";
import { tidy } from "./tidy.ts";

/** The jobs of this area and who does them. */
export const identityHandlers = [handles(sendSystemMailJob, sendIdentityMail), handles(tidyIdentityJob, tidy)];
