import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { answerEndpoint } from "#app/doors/api/endpoint.ts";
import { endpoints } from "./endpoints.ts";

// All of /api/ but its document and its page: the endpoints say their own paths and methods.
export const loader = (args: LoaderFunctionArgs) => answerEndpoint(endpoints, args);
export const action = (args: ActionFunctionArgs) => answerEndpoint(endpoints, args);
