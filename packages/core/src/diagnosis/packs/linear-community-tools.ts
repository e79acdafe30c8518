import type { PackTool } from './pack.ts';
import { toolTable } from './tool-table.ts';

/** Further tools of the largest community server that change nothing. */
export const LINEAR_COMMUNITY_READS: readonly PackTool[] = [
  ...toolTable(
    'read',
    `linear_getActiveCycle linear_getAuthenticationSessions linear_getCustomFields linear_getCustomerById
    linear_getCustomerStatuses linear_getCustomerTiers linear_getCycleById linear_getCycleStats
    linear_getIntegrations linear_getManagedOAuthApplicationById linear_getManagedOAuthApplications
    linear_getNotifications linear_getOrganizationAuditEvents linear_getRateLimitStatus linear_getServerStatus
    linear_getSubscriptions linear_getTeamLabels linear_getTeamMemberships linear_getTeamResources
    linear_getTeamTemplates linear_getUnreadNotificationCount linear_getUserAuditEvents linear_getWebhookById
    linear_getWebhooks`,
  ),
  ...toolTable(
    'read',
    `linear_getAttachments linear_getCustomerNeedById linear_getCustomerNeeds linear_getCycleIssues
    linear_getDocumentContentHistory linear_getFavoriteViews linear_getInitiativeDocuments
    linear_getInitiativeProjects linear_getInitiativeUpdateById linear_getInitiativeUpdates
    linear_getIssueCustomFields linear_getIssueTemplateById linear_getIssueTemplates linear_getProjectDocuments
    linear_getProjectIssues linear_getProjectMembers linear_getProjectUpdateById linear_getProjectUpdates
    linear_getReleaseById linear_getReleaseNoteById linear_getReleaseNotes linear_getReleasePipelineById
    linear_getReleasePipelines linear_getReleaseStages linear_getReleases linear_getRoadmapById linear_getRoadmaps
    linear_getSavedViews linear_getTeamDocuments linear_searchDocuments linear_searchReleases`,
    { returnsContent: true },
  ),
];

/** Further tools of the largest community server that change something. */
export const LINEAR_COMMUNITY_WRITES: readonly PackTool[] = [
  ...toolTable(
    'idempotent-write',
    `linear_addToFavorites linear_logoutAllSessions linear_logoutOtherSessions linear_logoutSession
    linear_markAllNotificationsAsRead linear_markNotificationAsRead linear_removeFromFavorites
    linear_removeIssueFromCycle linear_removeIssueFromProject linear_removeIssueFromRelease
    linear_removeProjectFromInitiative linear_removeProjectMember linear_removeUserFromTeam`,
  ),
  ...toolTable(
    'write',
    `linear_addIssueToCycle linear_addIssueToProject linear_addIssueToRelease linear_addProjectMember
    linear_addProjectToInitiative linear_addUserToTeam linear_archiveCustomerNeed linear_archiveDocument
    linear_archiveInitiative linear_archiveInitiativeUpdate linear_archiveManagedOAuthApplication
    linear_archiveMilestone linear_archiveProject linear_archiveProjectUpdate linear_archiveRelease
    linear_archiveReleasePipeline linear_archiveReleaseStage linear_archiveRoadmap linear_archiveTeam
    linear_archiveTemplate linear_completeCycle linear_completeRelease linear_createCustomer
    linear_createCustomerNeed linear_createCustomerNeedFromAttachment linear_createCycle
    linear_createInitiativeUpdate linear_createIssueFromTemplate linear_createIssueTemplate
    linear_createManagedOAuthApplication linear_createOAuthClientCredentialsToken linear_createProjectUpdate
    linear_createRelease linear_createReleaseNote linear_createReleasePipeline linear_createReleaseStage
    linear_createRoadmap linear_createSavedView linear_createTeam linear_createTeamLabel linear_createWebhook
    linear_createWorkflowState linear_deleteCustomer linear_deleteCustomerNeed linear_deleteInitiative
    linear_deleteIssueRelation linear_deleteProjectUpdate linear_deleteReleaseNote linear_deleteReleasePipeline
    linear_deleteSavedView linear_deleteWebhook linear_rotateManagedOAuthApplicationSecret
    linear_rotateManagedOAuthApplicationWebhookSecret linear_rotateWebhookSecret linear_unarchiveCustomerNeed
    linear_unarchiveDocument linear_unarchiveInitiative linear_unarchiveInitiativeUpdate
    linear_unarchiveProjectUpdate linear_unarchiveRelease linear_unarchiveReleasePipeline
    linear_unarchiveReleaseStage linear_updateCustomer linear_updateCustomerNeed linear_updateCycle
    linear_updateInitiativeUpdate linear_updateIssueCustomField linear_updateIssueTemplate
    linear_updateManagedOAuthApplication linear_updateProjectUpdate linear_updateRelease linear_updateReleaseNote
    linear_updateReleasePipeline linear_updateReleaseStage linear_updateRoadmap linear_updateSavedView
    linear_updateTeam linear_updateTeamMembership linear_updateWebhook linear_updateWorkflowState
    linear_generateOAuthApplicationSetup linear_generateOAuthAuthorizationUrl`,
  ),
];
