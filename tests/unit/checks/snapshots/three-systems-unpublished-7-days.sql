-- 2018-12-05 to today
SELECT
  "t7"."unit_id",
  "t7"."lead_officer_id" AS "officer_id",
  "t7"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  COALESCE("t7"."end_at", CAST("t7"."due_day" AS BIGINT) * 86400) AS "occurred_at",
  "t7"."due_day",
  CAST((
    CAST(FLOOR((
      "t7"."end_workday"
    ) / (
      2
    )) AS BIGINT) - CAST(FLOOR((
      "t7"."start_workday"
    ) / (
      2
    )) AS BIGINT)
  ) - "t7"."paused" AS DECIMAL(18, 4)) AS "measured",
  CAST("t7"."limit_number" AS DECIMAL(18, 4)) AS "limit",
  'published' AS "what",
  "t7"."start_at" AS "from_at",
  "t7"."end_at" AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t6".*
    EXCLUDE ("due_step", "due_step_right", "length")
  FROM (
    SELECT
      "t5"."case",
      "t5"."case_id",
      "t5"."complaint_id",
      "t5"."unit_id",
      "t5"."lead_officer_id",
      "t5"."start_day",
      "t5"."start_at",
      "t5"."start_workday",
      "t5"."end_at",
      "t5"."end_day",
      "t5"."end_workday",
      "t5"."limit_number",
      "t5"."length",
      "t5"."paused",
      "t5"."due_step",
      "t3"."due_step" AS "due_step_right",
      "t3"."due_day"
    FROM (
      SELECT
        "t0"."case",
        "t0"."case_id",
        "t0"."complaint_id",
        "t0"."unit_id",
        "t0"."lead_officer_id",
        "t0"."first_decided_day" AS "start_day",
        "t0"."first_decided_at" AS "start_at",
        "t0"."first_decided_workday" AS "start_workday",
        "t0"."first_published_at" AS "end_at",
        COALESCE("t0"."first_published_day", 19904) AS "end_day",
        COALESCE("t0"."first_published_workday", 1055359) AS "end_workday",
        7 AS "limit_number",
        7 AS "length",
        0 AS "paused",
        CAST((
          "t0"."first_decided_workday" - (
            "t0"."first_decided_workday" % 2
          )
        ) + (
          (
            7 + 0
          ) * 2
        ) AS INT) AS "due_step"
      FROM "rows" AS "t0"
      WHERE
        "t0"."kind" IN ('penalty')
        AND "t0"."procedure" IN ('ordinary')
        AND NOT (
          "t0"."count_publication_exempted" > 0
        )
        AND NOT (
          "t0"."count_not_penalised" > 0
        )
        AND "t0"."first_decided_day" >= 17870
        AND "t0"."first_decided_at" IS NOT NULL
        AND COALESCE("t0"."first_published_workday", 1055359) > (
          (
            "t0"."first_decided_workday" - (
              "t0"."first_decided_workday" % 2
            )
          ) + (
            7 * 2
          )
        )
    ) AS "t5"
    LEFT OUTER JOIN (
      SELECT
        "t1"."workday" AS "due_step",
        "t1"."day" AS "due_day"
      FROM "calendar" AS "t1"
      WHERE
        (
          "t1"."workday" % 2
        ) = 0
    ) AS "t3"
      ON "t5"."due_step" = "t3"."due_step"
  ) AS "t6"
) AS "t7"
WHERE
  "t7"."end_day" > "t7"."due_day"
