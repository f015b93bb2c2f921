FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
# What presets from git, and the check of presets that are written here, are done with.
RUN apt-get update && apt-get install -y --no-install-recommends git openssh-client shellcheck \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production HYPRBOX_HOST=0.0.0.0 HYPRBOX_DATA_DIR=/data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/libs ./libs
COPY --from=build /app/server/dist ./server/dist
COPY --from=build /app/server/presets ./server/presets
COPY --from=build /app/console/dist ./console/dist
COPY --from=build /app/agent/dist ./agent/dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 4000
CMD ["node", "--enable-source-maps", "server/dist/main.js"]
