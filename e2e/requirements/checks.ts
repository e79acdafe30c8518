import type { RequirementId } from '../requirements.ts';
import { CANCELLATION_CHECKS } from './checks/cancellation.ts';
import { COMPLETION_CHECKS } from './checks/completion.ts';
import { HTTP_CHECKS } from './checks/http-front.ts';
import { INPUT_CHECKS } from './checks/input-required.ts';
import { LIFECYCLE_CHECKS } from './checks/lifecycle.ts';
import { LOGGING_CHECKS } from './checks/logging.ts';
import { PROGRESS_CHECKS } from './checks/progress.ts';
import { PROMPT_CHECKS } from './checks/prompts.ts';
import { QUESTION_CHECKS } from './checks/questions.ts';
import { RESOURCE_CHECKS } from './checks/resources.ts';
import { STDIO_CHECKS } from './checks/stdio-front.ts';
import { TASK_CHECKS } from './checks/tasks.ts';
import { TOOL_CHECKS } from './checks/tools.ts';
import type { Checks } from './place.ts';

/** How each requirement is proved: one without a check does not compile. */
export const CHECKS: Checks<RequirementId> = {
  ...LIFECYCLE_CHECKS,
  ...TOOL_CHECKS,
  ...RESOURCE_CHECKS,
  ...PROMPT_CHECKS,
  ...COMPLETION_CHECKS,
  ...LOGGING_CHECKS,
  ...PROGRESS_CHECKS,
  ...CANCELLATION_CHECKS,
  ...QUESTION_CHECKS,
  ...INPUT_CHECKS,
  ...TASK_CHECKS,
  ...HTTP_CHECKS,
  ...STDIO_CHECKS,
};
