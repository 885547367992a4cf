-- 2004-07-01 to today
SELECT
  "t26"."unit_id",
  "t26"."lead_officer_id" AS "officer_id",
  "t26"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  COALESCE("t26"."end_at", CAST("t26"."due_day" AS BIGINT) * 86400) AS "occurred_at",
  "t26"."due_day",
  CAST((
    CAST(FLOOR((
      "t26"."end_workday"
    ) / (
      2
    )) AS BIGINT) - CAST(FLOOR((
      "t26"."start_workday"
    ) / (
      2
    )) AS BIGINT)
  ) - "t26"."paused" AS DECIMAL(18, 4)) AS "measured",
  CAST("t26"."limit_number" AS DECIMAL(18, 4)) AS "limit",
  'decided' AS "what",
  "t26"."start_at" AS "from_at",
  "t26"."end_at" AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t25"."case",
    "t25"."case_id",
    "t25"."complaint_id",
    "t25"."unit_id",
    "t25"."lead_officer_id",
    "t25"."start_day",
    "t25"."start_at",
    "t25"."start_workday",
    "t25"."end_at",
    "t25"."end_day",
    "t25"."end_workday",
    "t25"."limit_number",
    "t25"."paused",
    "t9"."due_day"
  FROM (
    SELECT
      "t23"."case",
      "t23"."case_id",
      "t23"."complaint_id",
      "t23"."unit_id",
      "t23"."lead_officer_id",
      "t23"."start_day",
      "t23"."start_at",
      "t23"."start_workday",
      "t23"."end_at",
      "t23"."end_day",
      "t23"."end_workday",
      "t23"."limit_number",
      "t23"."length",
      COALESCE("t23"."paused", 0) AS "paused",
      CAST((
        "t23"."start_workday" - (
          "t23"."start_workday" % 2
        )
      ) + (
        (
          "t23"."length" + COALESCE("t23"."paused", 0)
        ) * 2
      ) AS INT) AS "due_step"
    FROM (
      SELECT
        "t12"."case",
        "t12"."case_id",
        "t12"."complaint_id",
        "t12"."unit_id",
        "t12"."lead_officer_id",
        "t12"."start_day",
        "t12"."start_at",
        "t12"."start_workday",
        "t12"."end_at",
        "t12"."end_day",
        "t12"."end_workday",
        "t12"."limit_number",
        "t12"."length",
        "t22"."case" AS "case_right",
        "t22"."paused"
      FROM (
        SELECT
          "t1"."case",
          "t1"."case_id",
          "t1"."complaint_id",
          "t1"."unit_id",
          "t1"."lead_officer_id",
          "t1"."first_filed_day" AS "start_day",
          "t1"."first_filed_at" AS "start_at",
          "t1"."first_filed_workday" AS "start_workday",
          COALESCE(
            LEAST(
              CASE
                WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                THEN "t1"."first_decided_at"
                ELSE CAST(NULL AS BIGINT)
              END,
              CASE
                WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                THEN "t1"."first_closed_at"
                ELSE CAST(NULL AS BIGINT)
              END
            ),
            LEAST("t1"."first_decided_at", "t1"."first_closed_at")
          ) AS "end_at",
          COALESCE(
            COALESCE(
              LEAST(
                CASE
                  WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                  THEN "t1"."first_decided_day"
                  ELSE CAST(NULL AS INT)
                END,
                CASE
                  WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                  THEN "t1"."first_closed_day"
                  ELSE CAST(NULL AS INT)
                END
              ),
              LEAST("t1"."first_decided_day", "t1"."first_closed_day")
            ),
            19904
          ) AS "end_day",
          COALESCE(
            COALESCE(
              LEAST(
                CASE
                  WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                  THEN "t1"."first_decided_workday"
                  ELSE CAST(NULL AS INT)
                END,
                CASE
                  WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                  THEN "t1"."first_closed_workday"
                  ELSE CAST(NULL AS INT)
                END
              ),
              LEAST("t1"."first_decided_workday", "t1"."first_closed_workday")
            ),
            1055359
          ) AS "end_workday",
          20 + CASE WHEN "t1"."count_extended" > 0 THEN 10 ELSE 0 END AS "limit_number",
          20 + CASE WHEN "t1"."count_extended" > 0 THEN 10 ELSE 0 END AS "length"
        FROM "rows" AS "t1"
        WHERE
          "t1"."kind" IN ('licence')
          AND "t1"."first_filed_day" >= 12600
          AND "t1"."first_filed_at" IS NOT NULL
          AND NOT (
            "t1"."count_transferred" > 0
          )
          AND COALESCE(
            COALESCE(
              LEAST(
                CASE
                  WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                  THEN "t1"."first_decided_workday"
                  ELSE CAST(NULL AS INT)
                END,
                CASE
                  WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                  THEN "t1"."first_closed_workday"
                  ELSE CAST(NULL AS INT)
                END
              ),
              LEAST("t1"."first_decided_workday", "t1"."first_closed_workday")
            ),
            1055359
          ) > (
            (
              "t1"."first_filed_workday" - (
                "t1"."first_filed_workday" % 2
              )
            ) + (
              (
                20 + CASE WHEN "t1"."count_extended" > 0 THEN 10 ELSE 0 END
              ) * 2
            )
          )
      ) AS "t12"
      LEFT OUTER JOIN (
        SELECT
          "t20"."case",
          CAST(SUM("t20"."days") AS INT) AS "paused"
        FROM (
          SELECT
            *
          FROM (
            SELECT
              "t18"."case",
              "t18"."start_day",
              "t18"."start_workday",
              "t18"."length",
              "t18"."from_day",
              "t18"."to_day",
              "t18"."first",
              "t18"."step_before",
              "t18"."last_step",
              "t18"."days",
              "t18"."counted",
              COALESCE(
                SUM("t18"."days") OVER (
                  PARTITION BY "t18"."case"
                  ORDER BY "t18"."first" ASC
                  ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                ),
                0
              ) AS "before"
            FROM (
              SELECT
                "t17"."case",
                "t17"."start_day",
                "t17"."start_workday",
                "t17"."length",
                "t17"."from_day",
                "t17"."to_day",
                "t17"."first",
                "t17"."step_before",
                "t17"."last_step",
                COALESCE(CAST(FLOOR((
                  "t17"."last_step"
                ) / (
                  2
                )) AS BIGINT), 2932896) - CAST(FLOOR((
                  "t17"."step_before"
                ) / (
                  2
                )) AS BIGINT) AS "days",
                CAST(FLOOR((
                  "t17"."step_before"
                ) / (
                  2
                )) AS BIGINT) - CAST(FLOOR((
                  "t17"."start_workday"
                ) / (
                  2
                )) AS BIGINT) AS "counted"
              FROM (
                SELECT
                  "t16"."case",
                  "t16"."start_day",
                  "t16"."start_workday",
                  "t16"."length",
                  "t16"."from_day",
                  "t16"."to_day",
                  "t16"."first",
                  "t6"."step_before",
                  "t7"."last_step"
                FROM (
                  SELECT
                    "t14"."case",
                    "t14"."start_day",
                    "t14"."start_workday",
                    "t14"."length",
                    "t14"."from_day",
                    "t14"."to_day",
                    GREATEST("t14"."from_day", "t14"."start_day" + 1) AS "first",
                    GREATEST("t14"."from_day", "t14"."start_day" + 1) - 1 AS "day_before",
                    "t14"."to_day" - 1 AS "last"
                  FROM (
                    SELECT
                      "t13"."case",
                      "t13"."start_day",
                      "t13"."start_workday",
                      "t13"."length",
                      "t3"."from_day",
                      "t3"."to_day"
                    FROM (
                      SELECT
                        "t1"."case",
                        "t1"."first_filed_day" AS "start_day",
                        "t1"."first_filed_workday" AS "start_workday",
                        20 + CASE WHEN "t1"."count_extended" > 0 THEN 10 ELSE 0 END AS "length"
                      FROM "rows" AS "t1"
                      WHERE
                        "t1"."kind" IN ('licence')
                        AND "t1"."first_filed_day" >= 12600
                        AND "t1"."first_filed_at" IS NOT NULL
                        AND NOT (
                          "t1"."count_transferred" > 0
                        )
                        AND COALESCE(
                          COALESCE(
                            LEAST(
                              CASE
                                WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                                THEN "t1"."first_decided_workday"
                                ELSE CAST(NULL AS INT)
                              END,
                              CASE
                                WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                                THEN "t1"."first_closed_workday"
                                ELSE CAST(NULL AS INT)
                              END
                            ),
                            LEAST("t1"."first_decided_workday", "t1"."first_closed_workday")
                          ),
                          1055359
                        ) > (
                          (
                            "t1"."first_filed_workday" - (
                              "t1"."first_filed_workday" % 2
                            )
                          ) + (
                            (
                              20 + CASE WHEN "t1"."count_extended" > 0 THEN 10 ELSE 0 END
                            ) * 2
                          )
                        )
                    ) AS "t13"
                    INNER JOIN "pauses" AS "t3"
                      ON "t13"."case" = "t3"."case"
                  ) AS "t14"
                  WHERE
                    "t14"."to_day" > (
                      "t14"."start_day" + 1
                    )
                ) AS "t16"
                LEFT OUTER JOIN (
                  SELECT
                    "t0"."day" AS "day_before",
                    "t0"."workday" AS "step_before"
                  FROM "calendar" AS "t0"
                ) AS "t6"
                  ON "t16"."day_before" = "t6"."day_before"
                LEFT OUTER JOIN (
                  SELECT
                    "t0"."day" AS "last",
                    "t0"."workday" AS "last_step"
                  FROM "calendar" AS "t0"
                ) AS "t7"
                  ON "t16"."last" = "t7"."last"
              ) AS "t17"
            ) AS "t18"
          ) AS "t19"
          WHERE
            (
              "t19"."counted" - "t19"."before"
            ) < "t19"."length"
        ) AS "t20"
        GROUP BY
          1
      ) AS "t22"
        ON "t12"."case" = "t22"."case"
    ) AS "t23"
  ) AS "t25"
  LEFT OUTER JOIN (
    SELECT
      "t0"."workday" AS "due_step",
      "t0"."day" AS "due_day"
    FROM "calendar" AS "t0"
    WHERE
      (
        "t0"."workday" % 2
      ) = 0
  ) AS "t9"
    ON "t25"."due_step" = "t9"."due_step"
) AS "t26"
WHERE
  "t26"."end_day" > "t26"."due_day"
