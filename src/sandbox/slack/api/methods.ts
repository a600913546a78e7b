import type { ApiMethod } from "./api-method.ts";
import { deleteMessage, getPermalink, updateMessage } from "./chat-change.ts";
import { postEphemeral, postMessage } from "./chat-post.ts";
import { conversationHistory, conversationReplies } from "./conversations-history.ts";
import { openConversation } from "./conversations-open.ts";
import { conversationInfo, conversationMembers, listConversations } from "./conversations-read.ts";
import { completeUpload, fileInfo, getUploadUrl } from "./files-methods.ts";
import { listUsers, lookupUser, userInfo } from "./users-methods.ts";
import { publishView, updateView } from "./views-change.ts";
import { openView, pushView } from "./views-open.ts";
import { botInfo, openConnection, teamInfo, testApi, testAuth } from "./workspace-methods.ts";

export const METHODS: Record<string, ApiMethod | undefined> = {
  "api.test": testApi,
  "auth.test": testAuth,
  "apps.connections.open": openConnection,
  "bots.info": botInfo,
  "chat.delete": deleteMessage,
  "chat.getPermalink": getPermalink,
  "chat.postEphemeral": postEphemeral,
  "chat.postMessage": postMessage,
  "chat.update": updateMessage,
  "conversations.history": conversationHistory,
  "conversations.info": conversationInfo,
  "conversations.list": listConversations,
  "conversations.members": conversationMembers,
  "conversations.open": openConversation,
  "conversations.replies": conversationReplies,
  "files.completeUploadExternal": completeUpload,
  "files.info": fileInfo,
  "files.getUploadURLExternal": getUploadUrl,
  "team.info": teamInfo,
  "users.info": userInfo,
  "users.list": listUsers,
  "users.lookupByEmail": lookupUser,
  "views.open": openView,
  "views.publish": publishView,
  "views.push": pushView,
  "views.update": updateView,
};
